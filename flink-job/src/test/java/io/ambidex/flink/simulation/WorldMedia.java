/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.flink.simulation.World.Form;
import io.ambidex.flink.simulation.World.Partition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Media with jitter inside the out-of-orderness, gaps, late records and missing modalities. */
final class WorldMedia {

    private record Arrival(long at, MediaSample sample) {}

    /** Two partitions of sound and two of pictures. */
    static List<Partition> partitions(Form form, Random random) {
        String nothing = random.nextInt(8) == 0 ? random.nextBoolean() ? "audio" : "video" : "";
        List<Partition> partitions = new ArrayList<>();
        for (String modality : List.of(World.AUDIO, World.VIDEO)) {
            List<List<Arrival>> arrivals = List.of(new ArrayList<>(), new ArrayList<>());
            for (int s = 0; s < World.STREAMS.size(); s++) {
                if (!modality.equals(nothing) && random.nextInt(8) != 0) {
                    stream(World.STREAMS.get(s), modality, form, random, arrivals.get(s % 2));
                }
            }
            for (int number = 0; number < arrivals.size(); number++) {
                partitions.add(partition(modality, number, arrivals.get(number)));
            }
        }
        return partitions;
    }

    private static void stream(
            String stream, String modality, Form form, Random random, List<Arrival> arrivals) {
        boolean sound = modality.equals(World.AUDIO);
        long time = random.nextInt(100);
        while (time < World.LENGTH) {
            int length = sound ? 25 : 15 + random.nextInt(30);
            byte[] data =
                    form == Form.VALUES ? values(time, random) : media(sound ? 50 : 1, random);
            int late = random.nextInt(30) == 0 ? 60 : 0;
            arrivals.add(
                    new Arrival(
                            time + random.nextInt((int) World.OUT_OF_ORDERNESS + 1) + late,
                            new MediaSample(stream, modality, time, time + length, data, null)));
            time += random.nextInt(12) == 0 ? 40 + random.nextInt(250) : length;
        }
    }

    private static Partition partition(String topic, int number, List<Arrival> arrivals) {
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        List<Object> records = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            MediaSample sample = arrival.sample();
            records.add(
                    new MediaSample(
                            sample.streamId(),
                            topic,
                            sample.startMillis(),
                            sample.endMillis(),
                            sample.data(),
                            new RecordPosition(topic, number, records.size())));
        }
        return new Partition(topic, number, records);
    }

    private static byte[] media(int bytes, Random random) {
        byte[] data = new byte[bytes];
        random.nextBytes(data);
        return data;
    }

    /** Bright in every second window of 100 ms, as the labels say. */
    private static byte[] values(long time, Random random) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            data.putFloat((float) (random.nextGaussian() * 0.3 + time / 100 % 2));
        }
        return data.array();
    }

    private WorldMedia() {}
}
