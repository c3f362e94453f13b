package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.message.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The entries of a list by their numbers, from 1 on, in any order of arrival. */
final class Entries {

    private static final int MAX_DIGITS = 9;

    private final List<FieldMap> inOrder = new ArrayList<>();

    /** Those that arrived too early, or with an invalid number such as 0 or 01. */
    private final Map<String, FieldMap> others = new LinkedHashMap<>();

    int size() {
        return inOrder.size() + others.size();
    }

    /** The entry whose number is at this place of a text; a new one if there is none. */
    FieldMap at(String text, int start, int end) {
        int number = number(text, start, end);
        if (number > 0 && number <= inOrder.size()) {
            return inOrder.get(number - 1);
        }
        if (number == inOrder.size() + 1 && others.isEmpty()) {
            FieldMap entry = new FieldMap();
            inOrder.add(entry);
            return entry;
        }
        return others.computeIfAbsent(text.substring(start, end), it -> new FieldMap());
    }

    /** All of them by number. */
    List<Map<String, String>> list() throws MalformedResponseException {
        List<Map<String, String>> list = new ArrayList<>(inOrder);
        while (list.size() < size()) {
            int number = list.size() + 1;
            FieldMap entry = others.get(String.valueOf(number));
            if (entry == null) {
                throw new MalformedResponseException(Message.of("protocol.gap", number));
            }
            list.add(entry);
        }
        return list;
    }

    /** The same entries with secrets hidden. */
    Entries without(Predicate<String> secret) {
        Entries changed = new Entries();
        inOrder.forEach(entry -> changed.inOrder.add(entry.without(secret)));
        others.forEach((number, entry) -> changed.others.put(number, entry.without(secret)));
        return changed;
    }

    void forEach(BiConsumer<String, FieldMap> action) {
        for (int i = 0; i < inOrder.size(); i++) {
            action.accept(String.valueOf(i + 1), inOrder.get(i));
        }
        others.forEach(action);
    }

    /** 0 if it is not written as an entry's number is. */
    private static int number(String text, int start, int end) {
        if (end - start > MAX_DIGITS || text.charAt(start) == '0') {
            return 0;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }
}
