package live.lyceum.recorder.gemini;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.recorder.adapter.Texts;
import live.lyceum.recorder.api.Summarizer.Topic;
import live.lyceum.recorder.api.Summary;
import live.lyceum.recorder.api.Summary.Point;
import live.lyceum.recorder.api.Summary.Section;

/// Puts together what the parts of a lesson came to, and cuts it where a summary is to be shorter.
/// Owned by the one that asks for them.
final class SummaryDraft {
    private static final class Drafted {
        private String text = "";
        private final List<Point> decisions = new ArrayList<>();
        private final List<Point> homework = new ArrayList<>();
    }

    private final List<Topic> topics;
    private final List<Drafted> sections = new ArrayList<>();

    /// @param topics of which there are sections, besides that of the whole lesson
    SummaryDraft(List<Topic> topics) {
        this.topics = topics.subList(0, Math.min(topics.size(), Summary.MAX_SECTIONS - 1));
        for (int i = 0; i <= this.topics.size(); i++) {
            sections.add(new Drafted());
        }
    }

    /// What is said of the whole lesson so far; empty at first.
    String whole() {
        return sections.getFirst().text;
    }

    /// Adds what one part came to. That of the whole lesson tells of the parts before as well, and
    /// takes the place of what was there.
    void add(List<SummaryCodec.Found> part) {
        for (SummaryCodec.Found each : part) {
            if (each.topic() < 0 || each.topic() >= sections.size()) {
                continue;
            }
            Drafted section = sections.get(each.topic());
            if (!each.text().isEmpty()) {
                boolean goesOn = each.topic() > 0 && !section.text.isEmpty();
                section.text = goesOn ? section.text + " " + each.text() : each.text();
            }
            section.decisions.addAll(each.decisions());
            section.homework.addAll(each.homework());
        }
    }

    /// All of it, each text and list cut to its share.
    Summary summary() {
        int share = Summary.MAX_CHARACTERS * 2 / 3 / sections.size();
        int maxText = Math.min(Section.MAX_TEXT, share);
        List<String> texts = sections.stream().map(each -> Texts.cut(each.text, maxText)).toList();
        var room = new Room(texts.stream().mapToInt(String::length).sum());
        var all = new ArrayList<Section>();
        for (int i = 0; i < sections.size(); i++) {
            Topic topic = i == 0 ? null : topics.get(i - 1);
            all.add(
                    new Section(
                            topic == null ? null : topic.id(),
                            topic == null ? "" : topic.title(),
                            texts.get(i),
                            room.taken(sections.get(i).decisions),
                            room.taken(sections.get(i).homework)));
        }
        return new Summary(all);
    }

    /// What is left for points.
    private static final class Room {
        private int characters;
        private int points;

        private Room(int characters) {
            this.characters = characters;
        }

        private List<Point> taken(List<Point> offered) {
            var taken = new ArrayList<Point>();
            for (Point each : offered) {
                int length = each.length();
                if (taken.size() < Section.MAX_POINTS
                        && points < Summary.MAX_POINTS
                        && characters + length <= Summary.MAX_CHARACTERS) {
                    points++;
                    characters += length;
                    taken.add(each);
                }
            }
            return taken;
        }
    }
}
