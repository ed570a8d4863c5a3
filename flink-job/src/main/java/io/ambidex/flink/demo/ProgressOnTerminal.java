/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar of predicted clips with the other figures behind it. */
final class ProgressOnTerminal implements ProgressDisplay {
    private final ProgressBar bar;

    ProgressOnTerminal() {
        bar =
                new ProgressBarBuilder()
                        .setTaskName("clips")
                        .setInitialMax(1)
                        .setUpdateIntervalMillis(500)
                        .setStyle(ProgressBarStyle.ASCII)
                        .hideEta()
                        .build();
    }

    @Override
    public void show(RunProgress progress) {
        bar.maxHint(Math.max(progress.expectedClips(), progress.clipsIn()));
        bar.stepTo(progress.predicted());
        bar.setExtraMessage(progress.describe());
    }

    @Override
    public void close() {
        bar.close();
    }
}
