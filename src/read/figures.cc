// The acts of speech that hold a figure lie within each other; from the innermost outwards they
// are its chain. Words right beside the figure ("estimated by X", "the X estimate of") go before
// all of them. Acts are few in a sentence, so those of its sentence are looked through.
#include "read/figures.h"

#include <algorithm>

#include "read/actor_index.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kBeside = 7;         // lexemes between a figure and "estimated by"
constexpr std::size_t kCountedReach = 40;  // back to "the number of ..."
constexpr std::size_t kCaveatSentences = 2;

struct FigureReader {
  const StoryView& view;
  const std::vector<Actor>& actors;
  const ActorIndex& index;
  const Speech& speech;
  const std::vector<Quantity>& quantities;
  std::vector<FigureContext> out;
  std::vector<std::size_t> first_of, last_of;  // lexemes of each quantity
  struct Caveat {
    TextSpan span;
    std::size_t sentence;
  };
  std::vector<Caveat> caveats;

  FigureReader(const ActorIndex& i, const Speech& s, const std::vector<Quantity>& q)
      : view(i.view),
        actors(i.actors),
        index(i),
        speech(s),
        quantities(q),
        out(q.size()),
        first_of(q.size()),
        last_of(q.size()) {
    std::size_t at = 0;  // quantities are in the order of the text
    for (std::size_t k = 0; k < q.size(); ++k) {
      while (at < view.size() && view.lexemes[at].end <= q[k].span.start) ++at;
      std::size_t end = at;
      while (end < view.size() && view.lexemes[end].start < q[k].span.end) ++end;
      first_of[k] = at;
      last_of[k] = end;
    }
  }

  const Actor& actor(std::int32_t k) const { return actors[static_cast<std::size_t>(k)]; }
  bool word_is(std::size_t i, std::u32string_view word) const {
    return i < view.size() && view.letters(i) == word;
  }
  bool speaks(std::int32_t k) const {
    return k >= 0 && actor(k).type != MentionType::place && actor(k).type != MentionType::event;
  }

  // The maker of a report says what it says, through it.
  FigureSource source_of(std::int32_t speaker, std::int32_t hearer, TextSpan cue) const {
    FigureSource source;
    source.who = speaker;
    source.cue = cue;
    if (actor(speaker).type == MentionType::work) {
      const std::int32_t author = speech.author_of[static_cast<std::size_t>(actor(speaker).entity)];
      if (author >= 0) {
        source.who = author;
        source.via = speaker;
      }
    } else if (hearer >= 0) {
      source.via = hearer;
    }
    return source;
  }

  // "estimated by X", "the X estimate of about", "according to X" inside the clause.
  bool beside(std::size_t k, std::size_t first, std::size_t last, const Sentence& sentence) {
    std::size_t length = 0;
    for (std::size_t i = last; i < sentence.last && i < last + kBeside; ++i) {
      if (view.sign(i) == U',' || view.sign(i) == U';') break;
      // The words belong to the figure nearest before them.
      if (k + 1 < quantities.size() && view.lexemes[i].start >= quantities[k + 1].span.start) break;
      if (view.entry(i, C::speech_by, length) == nullptr) continue;
      std::size_t at = i + length;
      for (std::size_t step = 0; step < 4 && at < sentence.last; ++step, ++at) {
        const std::int32_t who = index.at(at);
        if (!speaks(who)) continue;
        out[k].sources.push_back(source_of(who, -1, view.span(i, i + 1)));
        return true;
      }
      break;
    }
    // "the previous U.N. estimate of about 100,000", "X puts the number at 300"
    for (std::size_t i = first; i > sentence.first && i + kBeside > first; --i) {
      const std::size_t at = i - 1;
      if (k > 0 && view.lexemes[at].start < quantities[k - 1].span.end) break;
      if (view.has(at, C::speech_noun) && view.is_word(at)) {
        for (std::size_t j = at; j > sentence.first && j + 4 > at; --j) {
          const std::int32_t who = index.before(j);
          if (!speaks(who) || !actor(who).named || actor(who).last + 3 < at) continue;
          out[k].sources.push_back(source_of(who, -1, view.span(at, at + 1)));
          return true;
        }
      }
      if (view.entry(at, C::speech_puts, length) != nullptr && at > sentence.first) {
        std::size_t p = at;
        while (p > sentence.first && view.has(p - 1, C::speech_adverb)) --p;
        const std::int32_t who = index.before(p);
        if (speaks(who) && view.lexemes[at].capital == false) {
          out[k].sources.push_back(source_of(who, -1, view.span(at, at + length)));
          return true;
        }
      }
      if (view.sign(at) == U';' || view.sign(at) == U',') break;
    }
    return false;
  }

  void sources() {
    if (actors.empty()) return;  // nobody who could say anything
    // Acts in the order of their beginning; those around a figure began before it.
    std::size_t next = 0;
    std::vector<std::size_t> open;

    std::vector<std::int32_t> last_act_in(view.sentences.size(), -1);
    for (std::size_t a = 0; a < speech.acts.size(); ++a) {
      if (speech.acts[a].speaker >= 0 && speech.acts[a].asserts)
        last_act_in[view.sentence_of[speech.acts[a].first]] = static_cast<std::int32_t>(a);
    }

    for (std::size_t k = 0; k < quantities.size(); ++k) {
      const TextSpan span = quantities[k].span;
      const std::size_t first = first_of[k], last = last_of[k];
      const Sentence& sentence = view.sentences[view.sentence_of[first]];
      while (next < speech.acts.size() && speech.acts[next].span.start <= span.start) {
        open.push_back(next++);
      }
      open.erase(
          std::remove_if(open.begin(), open.end(),
                         [&](std::size_t a) { return speech.acts[a].span.end <= span.start; }),
          open.end());
      beside(k, first, last, sentence);
      // The shortest act is the innermost.
      std::vector<std::size_t> around;
      for (const std::size_t a : open) {
        if (speech.acts[a].span.end >= span.end && speech.acts[a].speaker >= 0) around.push_back(a);
      }
      std::stable_sort(around.begin(), around.end(), [&](std::size_t a, std::size_t b) {
        const TextSpan x = speech.acts[a].span, y = speech.acts[b].span;
        return x.end - x.start < y.end - y.start;
      });
      for (const std::size_t a : around) {
        const SpeechAct& act = speech.acts[a];
        const TextSpan cue =
            act.cue_first == act.cue_last ? TextSpan{} : view.span(act.cue_first, act.cue_last);
        const FigureSource source = source_of(act.speaker, act.hearer, cue);
        const bool known = std::any_of(
            out[k].sources.begin(), out[k].sources.end(),
            [&](const FigureSource& s) { return actor(s.who).entity == actor(source.who).entity; });
        if (!known) out[k].sources.push_back(source);
      }
      if (!out[k].sources.empty()) continue;
      // An acting organisation counts itself: "The commission has recorded 412 cases" is found
      // above; else the speaker of the sentence before, if only one spoke there.
      const std::size_t here = view.sentence_of[first];
      if (last_act_in[here] >= 0 || here == 0) continue;
      const Sentence& before = view.sentences[here - 1];
      if (before.paragraph != sentence.paragraph || last_act_in[here - 1] < 0) continue;
      const SpeechAct& act = speech.acts[static_cast<std::size_t>(last_act_in[here - 1])];
      // What a person told in his own words is his: the text goes on by itself after it.
      if (act.form == QuoteForm::direct ||
          (actor(act.speaker).type == MentionType::person && !actor(act.speaker).named))
        continue;
      FigureSource source = source_of(act.speaker, act.hearer, {});
      source.stated = false;
      out[k].sources.push_back(source);
    }
  }

  // Nouns for people that the words for figures do not know ("conscripts").
  void people() {
    for (std::size_t k = 0; k < quantities.size(); ++k) {
      const TextSpan phrase = out[k].counted.empty() ? quantities[k].counted : out[k].counted;
      if (phrase.empty() || !quantities[k].unit.empty()) continue;
      const std::size_t at = view.lexeme_at(phrase.end - 1);
      out[k].counts_people = view.has(at, C::person_noun) || view.has(at, C::role);
    }
  }
  // "the number of refugees who ... had more than doubled", "the estimated number of victims is"
  void counted() {
    std::size_t looked_at = 0, after_noun = 0;  // behind the last count noun before a figure
    for (std::size_t k = 0; k < quantities.size(); ++k) {
      const Quantity& q = quantities[k];
      for (; looked_at < first_of[k]; ++looked_at) {
        if (view.has(looked_at, C::count_noun)) after_noun = looked_at + 1;
      }
      if (!q.counted.empty()) {
        // "of those": with what tells them apart
        const std::size_t at = view.lexeme_at(q.counted.start);
        if (word_is(at, U"those") && q.counted.end == view.lexemes[at].end)
          out[k].counted = those(at, view.sentences[view.sentence_of[at]]);
        continue;
      }
      const bool counts =
          q.unit.empty() || q.unit == "person" || q.unit == "percent" || q.unit == "fraction";
      const std::size_t first = first_of[k], last = last_of[k];
      const Sentence& sentence = view.sentences[view.sentence_of[first]];
      if (q.unit == "year" && word_before(first, U"some")) {
        // "women and girls, some as young as 12"
        out[k].counted = antecedent_people(first, sentence);
        continue;
      }
      if (!counts) continue;
      if (q.unit == "percent" || q.unit == "fraction") {
        out[k].counted = view.syllabic() ? owner_before(first, sentence) : those(last, sentence);
        continue;
      }
      out[k].counted = those(last, sentence);
      if (!out[k].counted.empty()) continue;
      std::size_t length = 0;
      for (std::size_t i = after_noun; i > sentence.first && i + kCountedReach > first; --i) {
        if (view.entry(i - 1, C::count_noun, length) == nullptr) continue;
        std::size_t at = i - 1 + length;
        if (!word_is(at, U"of")) continue;
        const TextSpan phrase = noun_phrase(at + 1, first, sentence);
        if (!phrase.empty()) {
          out[k].counted = phrase;
          break;
        }
      }
    }
    // A ratio and its base count the same.
    for (std::size_t k = 0; k < quantities.size(); ++k) {
      const std::string& base = quantities[k].value.base;
      if (base.size() < 2) continue;
      const std::size_t b = std::stoul(base.substr(1)) - 1;
      if (b >= quantities.size()) continue;
      const TextSpan mine = quantities[k].counted.empty() ? out[k].counted : quantities[k].counted;
      const TextSpan its = quantities[b].counted.empty() ? out[b].counted : quantities[b].counted;
      if (mine.empty() && !its.empty()) out[k].counted = its;
      if (its.empty() && !mine.empty()) out[b].counted = mine;
    }
  }
  bool word_before(std::size_t i, std::u32string_view word) const {
    return i > 0 && (word_is(i - 1, word) || word_is(i, word));
  }
  // "of those who fled": up to the verb that is not theirs.
  TextSpan those(std::size_t last, const Sentence& sentence) const {
    std::size_t i = last;
    if (word_is(i, U"of")) ++i;
    if (i >= sentence.last ||
        !(word_is(i, U"those") || word_is(i, U"them") || word_is(i, U"these")))
      return {};
    if (i == last && !word_is(i, U"those")) return {};
    std::size_t end = i + 1;
    if (view.has(end, C::relative)) {
      ++end;
      while (end < sentence.last && end < i + 9 && view.is_word(end) &&
             !(view.has(end, C::finite) && end > i + 2))
        ++end;
    } else if (end < sentence.last && view.is_word(end)) {
      const auto word = view.letters(end);
      if (word == U"taken" || (word.size() > 3 && word.substr(word.size() - 2) == U"ed")) ++end;
    }
    return view.span(i, end);
  }
  // "受害者中约60%", "피해자의 60%": what a share is of stands before it.
  TextSpan owner_before(std::size_t first, const Sentence& sentence) const {
    if (first <= sentence.first) return {};
    std::uint32_t end = view.lexemes[first - 1].end;
    const char32_t last = view.text[end - 1];
    if (last != U'中' && last != U'의') return {};
    --end;
    if (last == U'中' && end > view.lexemes[sentence.first].start && view.text[end - 1] == U'其')
      return {};
    std::size_t i = first;
    std::uint32_t start = end;
    while (i > sentence.first && view.is_word(i - 1) && !view.in_date[i - 1] &&
           end - view.lexemes[i - 1].start <= 8) {
      if (view.lexemes[i - 1].end < end && view.lexemes[i].space_before) break;
      if (view.lexemes[i - 1].start < end && view.has(i - 1, C::not_name)) {
        if (view.lexemes[i - 1].end <= end) break;
      }
      start = std::min(start, view.lexemes[i - 1].start);
      --i;
    }
    return start + 1 < end ? TextSpan{start, end} : TextSpan{};
  }
  TextSpan noun_phrase(std::size_t from, std::size_t limit, const Sentence& sentence) const {
    std::size_t i = from;
    while (i < limit && view.has(i, C::determiner)) ++i;
    const std::size_t first = i;
    std::size_t length = 0, end = 0;
    while (i < limit && i < sentence.last && i < first + 8 && view.is_word(i)) {
      if (view.has(i, C::relative) || view.has(i, C::finite)) break;
      if (view.entry(i, C::person_noun, length) != nullptr) {
        end = i + length;
        if (!view.has(end, C::person_noun)) break;
        i = end;
        continue;
      }
      if (view.has(i, C::not_name) && !view.has(i, C::demonym)) break;
      ++i;
      end = i;
    }
    return end > first ? view.span(first, end) : TextSpan{};
  }
  TextSpan antecedent_people(std::size_t first, const Sentence& sentence) const {
    for (std::size_t i = first; i > sentence.first && i + 10 > first; --i) {
      if (!view.has(i - 1, C::person_noun)) continue;
      std::size_t begin = i - 1;
      // "many women and girls"
      if (begin >= sentence.first + 2 && view.has(begin - 1, C::name_and) &&
          view.has(begin - 2, C::person_noun))
        begin -= 2;
      return view.span(begin, i);
    }
    return {};
  }

  void find_caveats() {
    std::size_t length = 0;
    for (std::size_t i = 0; i < view.size(); ++i) {
      if (!view.has(i, C::caveat)) continue;
      if (view.entry(i, C::caveat, length) == nullptr) continue;
      const Sentence& sentence = view.sentences[view.sentence_of[i]];
      // The clause around it, from the last comma, "that" or verb of saying.
      std::size_t first = i, last = i + length;
      while (first > sentence.first && first + 14 > i && view.sign(first - 1) != U',' &&
             view.sign(first - 1) != U';' && view.sign(first - 1) != U'，' &&
             view.sign(first - 1) != U'،' && !view.is_quote_mark(first - 1) &&
             !view.has(first - 1, C::speech_that) && !view.has(first - 1, C::speech_cue) &&
             !(view.has(first - 1, C::name_and) && view.sign(first - 2) == U','))
        --first;
      while (last < sentence.last && last < i + length + 8 && view.is_word(last) &&
             !(view.has(last, C::name_and)) && !word_is(last, U"but"))
        ++last;
      caveats.push_back({view.span(first, last), view.sentence_of[i]});
      i += length - 1;
    }
  }
  void attach_caveats() {
    if (caveats.empty()) return;
    // Each goes to the figures of its sentence; if there is none, to the last one before it in the
    // paragraph, not further than two sentences back.
    std::vector<std::size_t> sentence_of(quantities.size());
    for (std::size_t k = 0; k < quantities.size(); ++k)
      sentence_of[k] = view.sentence_of[first_of[k]];
    const auto counts = [&](std::size_t k) {
      const std::string& unit = quantities[k].unit;
      return unit.empty() || unit == "person" || !quantities[k].counted.empty() ||
             !out[k].counted.empty();
    };
    for (const Caveat& caveat : caveats) {
      const auto from = std::lower_bound(sentence_of.begin(), sentence_of.end(), caveat.sentence);
      auto k = static_cast<std::size_t>(from - sentence_of.begin());
      bool any = false;
      for (; k < quantities.size() && sentence_of[k] == caveat.sentence; ++k) {
        if (!counts(k) || !out[k].caveat.empty()) continue;
        out[k].caveat = caveat.span;
        any = true;
      }
      if (any) continue;
      for (auto b = static_cast<std::size_t>(from - sentence_of.begin()); b > 0; --b) {
        const Sentence& theirs = view.sentences[sentence_of[b - 1]];
        const Sentence& here = view.sentences[caveat.sentence];
        if (caveat.sentence - sentence_of[b - 1] > kCaveatSentences) {
          // A paragraph that only says so speaks of the figures of the one before it.
          if (here.paragraph > theirs.paragraph + 1) break;
        }
        if (!counts(b - 1)) continue;
        if (out[b - 1].caveat.empty()) out[b - 1].caveat = caveat.span;
        break;
      }
    }
  }

  std::vector<FigureContext> run() {
    counted();
    people();
    sources();
    find_caveats();
    attach_caveats();
    return std::move(out);
  }
};

}  // namespace

std::vector<FigureContext> figures_in_context(const ActorIndex& index, const Speech& speech,
                                              const std::vector<Quantity>& quantities) {
  return FigureReader(index, speech, quantities).run();
}

}  // namespace hearim
