/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.SourcePositions;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.types.ImmutableBytesTypeInfo;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * How Flink serializes what flows between the operators: every component is named, so that nothing
 * falls back to a generic serializer and state can evolve by adding components.
 */
public final class StreamTypes {

    public static final TypeInformation<RecordPosition> RECORD_POSITION =
            Types.POJO(
                    RecordPosition.class,
                    Map.of("topic", Types.STRING, "partition", Types.INT, "offset", Types.LONG));

    public static final TypeInformation<WindowId> WINDOW_ID =
            Types.POJO(WindowId.class, Map.of("startMillis", Types.LONG, "endMillis", Types.LONG));

    public static final TypeInformation<MediaSample> MEDIA_SAMPLE =
            Types.POJO(
                    MediaSample.class,
                    Map.of(
                            "streamId", Types.STRING,
                            "modality", Types.STRING,
                            "startMillis", Types.LONG,
                            "endMillis", Types.LONG,
                            "data", ImmutableBytesTypeInfo.INSTANCE,
                            "position", RECORD_POSITION));

    public static final TypeInformation<SourcePositions> SOURCE_POSITIONS =
            Types.POJO(
                    SourcePositions.class,
                    Map.of(
                            "topic", Types.STRING,
                            "partition", Types.INT,
                            "offsets", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));

    public static final TypeInformation<ModalityMedia> MODALITY_MEDIA =
            Types.POJO(
                    ModalityMedia.class,
                    Map.of(
                            "modality", Types.STRING,
                            "data", ImmutableBytesTypeInfo.INSTANCE,
                            "coverageStartMillis", Types.LONG,
                            "coverageEndMillis", Types.LONG,
                            "positions", SOURCE_POSITIONS));

    public static final TypeInformation<Clip> CLIP =
            Types.POJO(
                    Clip.class,
                    Map.of(
                            "streamId", Types.STRING,
                            "window", WINDOW_ID,
                            "media", Types.LIST(MODALITY_MEDIA),
                            "skewMillis", Types.DOUBLE,
                            "skewExceeded", Types.BOOLEAN));

    public static final TypeInformation<LabelRecord> LABEL_RECORD =
            Types.POJO(
                    LabelRecord.class,
                    Map.of(
                            "streamId", Types.STRING,
                            "interval", WINDOW_ID,
                            "label", Types.INT,
                            "knownAtMillis", Types.LONG,
                            "evaluateOnly", Types.BOOLEAN,
                            "position", RECORD_POSITION));

    public static final TypeInformation<ServedPrediction> SERVED_PREDICTION =
            Types.POJO(
                    ServedPrediction.class,
                    Map.of(
                            "label", Types.INT,
                            "confidence", Types.FLOAT,
                            "modelEpoch", Types.LONG,
                            "modelNumber", Types.LONG));

    public static final TypeInformation<ScoredClip> SCORED_CLIP =
            Types.POJO(ScoredClip.class, Map.of("clip", CLIP, "prediction", SERVED_PREDICTION));

    public static final TypeInformation<Example> EXAMPLE =
            Types.POJO(
                    Example.class,
                    Map.of(
                            "clip",
                            CLIP,
                            "prediction",
                            SERVED_PREDICTION,
                            "label",
                            Types.INT,
                            "evaluateOnly",
                            Types.BOOLEAN,
                            "labelPosition",
                            RECORD_POSITION,
                            "timeMillis",
                            Types.LONG));

    static final TypeInformation<WaitingLabel> WAITING_LABEL =
            Types.POJO(WaitingLabel.class, Map.of("label", LABEL_RECORD, "used", Types.BOOLEAN));

    private StreamTypes() {}
}
