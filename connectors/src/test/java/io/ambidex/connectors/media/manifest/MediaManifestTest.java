/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaManifestTest {
    @TempDir Path folder;

    @BeforeEach
    void makeFiles() throws Exception {
        for (String name : new String[] {"a.mp4", "b.mp4", "c.mp4"}) {
            Files.writeString(folder.resolve(name), "media");
        }
    }

    @Test
    void aRowWithoutTimesCoversTheWholeFile() throws Exception {
        MediaManifest manifest = read("file,label\na.mp4,bin\nb.mp4,lay\n", null);

        assertThat(manifest.classes()).containsExactly("bin", "lay");
        assertThat(manifest.entries()).hasSize(2);
        assertThat(manifest.entries().get(0).spans())
                .containsExactly(new LabelledSpan("bin", null, null, false, 2));
    }

    @Test
    void severalRowsOfOneFileAreSeveralExamples() throws Exception {
        MediaManifest manifest =
                read(
                        "file,start_ms,end_ms,word\n"
                                + "a.mp4,100,300,bin\n"
                                + "b.mp4,0,50,lay\n"
                                + "a.mp4,300,420,blue\n",
                        "word");

        assertThat(manifest.examples()).isEqualTo(3);
        assertThat(manifest.entries().get(0).spans())
                .containsExactly(
                        new LabelledSpan("bin", 100L, 300L, false, 2),
                        new LabelledSpan("blue", 300L, 420L, false, 4));
    }

    @Test
    void aSoundMayBeShownWithSeveralPictures() throws Exception {
        MediaManifest manifest =
                read("file,picture,digit\na.mp4,b.mp4,one\na.mp4,c.mp4,one\na.mp4,,two\n", null);

        assertThat(manifest.labelColumn()).isEqualTo("digit");
        assertThat(manifest.entries()).extracting(ManifestEntry::name).containsOnly("a.mp4");
        assertThat(manifest.entries())
                .extracting(ManifestEntry::picture)
                .containsExactly(folder.resolve("b.mp4"), folder.resolve("c.mp4"), null);
    }

    @Test
    void filesArePlayedByOrderAndThenByLine() throws Exception {
        MediaManifest manifest =
                read("order,file,label\n9,a.mp4,x\n2,b.mp4,x\n,c.mp4,x\n", "label");

        assertThat(manifest.entries())
                .extracting(ManifestEntry::name)
                .containsExactly("b.mp4", "a.mp4", "c.mp4");
    }

    @Test
    void theSplitTestIsOnlyEvaluated() throws Exception {
        MediaManifest manifest =
                read("file,split,label\na.mp4,train,x\nb.mp4,test,x\nc.mp4,,y\n", null);

        assertThat(manifest.entries())
                .flatExtracting(ManifestEntry::spans)
                .extracting(LabelledSpan::evaluate)
                .containsExactly(false, true, false);
    }

    @Test
    void theLabelColumnIsChosenByName() throws Exception {
        String text = "file,command,color\na.mp4,bin,blue\nb.mp4,lay,\n";

        assertThat(read(text, "color").classes()).containsExactly("blue");
        assertThat(read(text, "color").entries().get(1).spans()).isEmpty();
        assertThatThrownBy(() -> read(text, null))
                .hasMessageContaining("a label column must be named")
                .hasMessageContaining("color, command");
        assertThatThrownBy(() -> read(text, "digit"))
                .hasMessageContaining("no label column 'digit'")
                .hasMessageContaining("color, command");
    }

    @Test
    void quotesAndByteOrderMarksAreUnderstood() throws Exception {
        MediaManifest manifest = read("\uFEFFfile,label\r\n\"a.mp4\",\"one, two\"\r\n", null);

        assertThat(manifest.classes()).containsExactly("one, two");
    }

    @Test
    void theFirstExamplesKeepTheirFiles() throws Exception {
        MediaManifest manifest =
                read(
                        "file,start_ms,end_ms,label\n"
                                + "a.mp4,0,10,x\na.mp4,10,20,y\nb.mp4,0,10,z\nc.mp4,0,10,w\n",
                        null);

        assertThat(manifest.limit(3).examples()).isEqualTo(3);
        assertThat(manifest.limit(3).entries()).hasSize(2);
        assertThat(manifest.limit(1).entries().get(0).spans()).hasSize(1);
    }

    @Test
    void errorsNameFileLineAndColumn() {
        assertRefused("file,start_ms,end_ms,label\na.mp4,10,ten,x\n", "line 2", "end_ms", "'ten'");
        assertRefused("file,start_ms,end_ms,label\na.mp4,5,5,x\n", "line 2", "end_ms", "5");
        assertRefused("file,start_ms,end_ms,label\na.mp4,-5,5,x\n", "line 2", "start_ms", "-5");
        assertRefused("file,start_ms,end_ms,label\na.mp4,5,,x\n", "line 2", "end_ms", "both");
        assertRefused("file,start_ms,label\na.mp4,5,x\n", "start_ms and end_ms");
        assertRefused("file,order,label\na.mp4,1,x\nb.mp4,1.5,x\n", "line 3", "order", "'1.5'");
        assertRefused("file,label\na.mp4,x\nnone.mp4,x\n", "line 3", "file", "does not exist");
        assertRefused("file,picture,label\na.mp4,p.png,x\n", "line 2", "picture", "p.png");
        assertRefused("file,label\n../a.mp4,x\n", "line 2", "file", "no file inside");
        assertRefused("file,label\n/etc/passwd,x\n", "line 2", "file", "no file inside");
        assertRefused("file,label\na.mp4\n", "line 2", "1 cells", "2");
        assertRefused("name,label\na.mp4,x\n", "column file is needed", "name");
        assertRefused("file,label,label\na.mp4,x,y\n", "label", "twice");
        assertRefused("file,label\n", "at least one row");
        assertRefused("", "at least one row");
        assertRefused("file,label\n\"a.mp4,x\n", "line");
    }

    @Test
    void aFolderWithoutManifestIsRefused() {
        assertThatThrownBy(() -> MediaManifest.read(folder.resolve("nowhere"), null))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("manifest.csv")
                .hasMessageContaining("does not exist");
    }

    private void assertRefused(String text, String... parts) {
        assertThatThrownBy(() -> read(text, null))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("manifest.csv")
                .hasMessageContainingAll(parts);
    }

    private MediaManifest read(String text, String label) throws Exception {
        Files.writeString(folder.resolve("manifest.csv"), text);
        return MediaManifest.read(folder, label);
    }
}
