package io.github.faxnummer.jenkins;

import io.github.faxnummer.document.Document;
import io.github.faxnummer.input.Checked;
import io.github.faxnummer.input.Problem;
import io.github.faxnummer.text.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What an agent says about a file, in plain text: an agent is not trusted to send other things.
 *
 * @param problemKey empty: there is none
 */
record FoundDocument(
        String path, String name, String problemValue, String problemKey, ArrayList<String> problemArguments)
        implements Serializable {

    static FoundDocument of(Checked<Document> checked) {
        if (checked.value().isPresent()) {
            Document document = checked.value().get();
            return new FoundDocument(document.path(), document.name(), "", "", new ArrayList<>());
        }
        Problem problem = checked.problems().get(0);
        ArrayList<String> arguments = new ArrayList<>();
        problem.advice().arguments().forEach(it -> arguments.add(it.toString()));
        return new FoundDocument("", "", problem.value(), problem.advice().key(), arguments);
    }

    Checked<Document> checked() {
        return problemKey.isEmpty()
                ? Checked.valid(new Document(path, name))
                : Checked.invalid("documents", problemValue, Text.of(problemKey, problemArguments.toArray()));
    }

    static List<Checked<Document>> checked(List<FoundDocument> found) {
        return found.stream().map(FoundDocument::checked).toList();
    }
}
