/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures over time in bounded memory: a row for each interval of the clock in which something
 * came. When there are too many rows, neighbours are merged and the interval doubles, so that an
 * hour and a year take the same room and the whole past stays visible.
 *
 * <p>Time never runs backwards: what comes late joins the last row. Not thread-safe.
 */
public final class TimeTable {
    private final int maxRows;
    private final int maxColumns;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private long bucketMillis;
    private long generation = 1;

    /**
     * @param maxRows most rows, even and 2 or more
     * @param maxColumns most columns; further ones are left out
     * @param bucketMillis length of the first intervals in milliseconds, 1 or more
     */
    public TimeTable(int maxRows, int maxColumns, long bucketMillis) {
        if (maxRows < 2 || maxRows % 2 != 0) {
            throw new IllegalArgumentException(
                    "maxRows must be even and 2 or more, but is " + maxRows);
        }
        if (bucketMillis < 1) {
            throw new IllegalArgumentException(
                    "bucketMillis must be 1 or more, but is " + bucketMillis);
        }
        this.maxRows = maxRows;
        this.maxColumns = maxColumns;
        this.bucketMillis = bucketMillis;
    }

    /**
     * Opens the row of a moment.
     *
     * @param atMillis processing time
     * @param step step of the learner; 0 where there is none
     */
    public Entry at(long atMillis, long step) {
        long bucket = Math.floorDiv(atMillis, bucketMillis);
        Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        if (last == null || bucket > last.bucket) {
            if (rows.size() == maxRows) {
                halve();
                return at(atMillis, step);
            }
            last = new Row(bucket);
            rows.add(last);
        }
        last.step = step;
        return new Entry(last);
    }

    /** Number of rows. */
    public int size() {
        return rows.size();
    }

    /** Length of a row's interval in milliseconds. */
    public long bucketMillis() {
        return bucketMillis;
    }

    /**
     * What a reader lacks who has seen everything up to a mark: the last row it saw, which may have
     * changed since, and those after it; or everything when rows have been merged since.
     *
     * @param name name of the table
     * @param seen the mark of the reader; {@link Mark#NONE} at first
     */
    public SeriesPatch since(String name, Mark seen) {
        int from = seen.generation() == generation ? Math.max(0, seen.rows() - 1) : 0;
        List<Row> wanted = rows.subList(from, rows.size());
        Map<String, Double[]> values = new LinkedHashMap<>();
        columns.forEach(
                (column, index) ->
                        values.put(
                                column,
                                wanted.stream()
                                        .map(row -> row.value(index))
                                        .toArray(Double[]::new)));
        return new SeriesPatch(
                name,
                from,
                bucketMillis,
                wanted.stream().mapToLong(row -> row.bucket * bucketMillis).toArray(),
                wanted.stream().mapToLong(row -> row.step).toArray(),
                values);
    }

    /** Everything up to now, as the mark of a reader. */
    public Mark mark() {
        return new Mark(generation, rows.size());
    }

    private void halve() {
        bucketMillis *= 2;
        generation++;
        List<Row> merged = new ArrayList<>();
        for (Row row : rows) {
            row.bucket = Math.floorDiv(row.bucket, 2);
            Row last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && last.bucket == row.bucket) {
                last.merge(row);
            } else {
                merged.add(row);
            }
        }
        rows.clear();
        rows.addAll(merged);
        if (rows.size() == maxRows) {
            halve();
        }
    }

    /** How far a reader has come. */
    public record Mark(long generation, int rows) {
        /** Of a reader that has seen nothing. */
        public static final Mark NONE = new Mark(0, 0);
    }

    /** Fills one row. */
    public final class Entry {
        private final Row row;

        private Entry(Row row) {
            this.row = row;
        }

        /** Adds a value to the mean of a column; nothing when it is null or not finite. */
        public Entry mean(String column, Double value) {
            return add(column, value, true);
        }

        /** Adds a value to the total of a column. */
        public Entry total(String column, double value) {
            return add(column, value, false);
        }

        private Entry add(String column, Double value, boolean mean) {
            if (value == null || !Double.isFinite(value)) {
                return this;
            }
            Integer index = columns.get(column);
            if (index == null) {
                if (columns.size() == maxColumns) {
                    return this;
                }
                index = columns.size();
                columns.put(column, index);
            }
            row.add(index, value, mean);
            return this;
        }
    }

    private static final class Row {
        private long bucket;
        private long step;
        private double[] sums = new double[0];

        /** How many values a mean is of; 0 for none, -1 for a total. */
        private int[] counts = new int[0];

        Row(long bucket) {
            this.bucket = bucket;
        }

        void add(int column, double value, boolean mean) {
            grow(column + 1);
            sums[column] += value;
            counts[column] = mean ? counts[column] + 1 : -1;
        }

        Double value(int column) {
            if (column >= counts.length || counts[column] == 0) {
                return null;
            }
            return Figures.rounded(sums[column] / Math.abs(counts[column]));
        }

        void merge(Row later) {
            grow(later.sums.length);
            step = later.step;
            for (int i = 0; i < later.sums.length; i++) {
                sums[i] += later.sums[i];
                counts[i] = later.counts[i] < 0 || counts[i] < 0 ? -1 : counts[i] + later.counts[i];
            }
        }

        private void grow(int length) {
            if (sums.length < length) {
                sums = Arrays.copyOf(sums, length);
                counts = Arrays.copyOf(counts, length);
            }
        }
    }
}
