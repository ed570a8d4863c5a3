/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import java.util.List;
import java.util.function.Function;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.util.OutputTag;

/**
 * Where the records of one output of a task go.
 *
 * @param tag the side output; null for the main output
 * @param channels one for each subtask of the receiver; none when nobody receives
 * @param key which decides on the subtask
 * @param message what the receiver gets of a record
 * @param log what readers outside of the job get; null when they get nothing
 */
record Outlet(
        OutputTag<?> tag,
        List<Channel> channels,
        Function<Object, String> key,
        Function<Object, Object> message,
        OutputLog log) {

    /** Key groups of the keyed stages. */
    static final int KEY_GROUPS = 8;

    /** To the one subtask of a receiver. */
    static Outlet toOne(OutputTag<?> tag, Channel channel, Function<Object, Object> message) {
        return new Outlet(tag, List.of(channel), value -> "", message, null);
    }

    /** To readers outside of the job. */
    static Outlet toReaders(OutputTag<?> tag, OutputLog log) {
        return new Outlet(tag, List.of(), value -> "", value -> value, log);
    }

    void put(Object value) {
        if (log != null) {
            log.write(value);
        }
        if (!channels.isEmpty()) {
            channels.get(subtaskOf(key.apply(value), channels.size()))
                    .put(new Event.Data(message.apply(value)));
        }
    }

    /** The subtask that a key belongs to. */
    static int subtaskOf(String key, int subtasks) {
        return subtasks == 1
                ? 0
                : KeyGroupRangeAssignment.assignKeyToParallelOperator(key, KEY_GROUPS, subtasks);
    }
}
