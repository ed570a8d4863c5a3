/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * When what is killed: a function of the seed. The time is cut into as many equal parts as there
 * are kills, with one kill at a random moment of each; every three kills in a row have all kinds of
 * victims in a random order.
 *
 * @param kills in the order of time
 */
record KillPlan(List<Planned> kills) {

    /**
     * A kill to come.
     *
     * @param at how long after the first committed prediction
     * @param victim what is killed
     * @param choice chooses among several processes of the kind
     * @param downFor how long it stays down
     */
    record Planned(Duration at, Victim victim, int choice, Duration downFor) {}

    private static final int MOST_DOWN_MILLIS = 2_000;

    static KillPlan of(int kills, Duration time, long seed) {
        Random random = new Random(seed);
        List<Planned> planned = new ArrayList<>();
        List<Victim> deck = new ArrayList<>();
        double part = time.toMillis() / (double) Math.max(1, kills);
        for (int i = 0; i < kills; i++) {
            if (deck.isEmpty()) {
                Collections.addAll(deck, Victim.values());
                Collections.shuffle(deck, random);
            }
            double at = (i + random.nextDouble()) * part;
            planned.add(
                    new Planned(
                            Duration.ofMillis(Math.round(at)),
                            deck.remove(0),
                            random.nextInt(Integer.MAX_VALUE),
                            Duration.ofMillis(random.nextInt(MOST_DOWN_MILLIS))));
        }
        return new KillPlan(List.copyOf(planned));
    }
}
