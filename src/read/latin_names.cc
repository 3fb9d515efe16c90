// Three passes. The first counts, for words that no rule knows, where they stand in lower case and
// where with a capital that no sentence's beginning explains. The second cuts runs of capitals
// ("Ministry of Health and Welfare" over its small words), parts them at titles ("UN Special
// Rapporteur | Tomas Ekwell") and collects evidence for what each may name. The third adds up the
// evidence of all places where the same words stand, and gives a word alone the type of the longer
// name that it belongs to.
//
// What it is not for: telling two namesakes apart; names in lower case.
#include "read/latin_names.h"

#include <algorithm>

#include "read/latin_name_reader.h"

namespace hearim {
namespace {

using C = StoryClass;

}  // namespace

void NameReader::count_words() {
  for (const Sentence& sentence : view.sentences) {
    for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
      const Lexeme& lexeme = view.lexemes[i];
      if (lexeme.kind != LexemeKind::word || !lexeme.latin) continue;
      if (lexeme.end - lexeme.start < 3 || view.has(i, C::not_name)) continue;
      if (!lexeme.capital && lexeme.word != 0) continue;  // common already
      if (lexeme.capital && (sentence.headline || weak_place(i, sentence))) continue;
      WordCount& count = word_counts[view.key(i, i + 1)];
      ++(lexeme.capital ? count.capital : count.lower);
    }
  }
}

void NameReader::add(std::size_t first, std::size_t last, const Sentence& sentence, int person,
                     Gender gender) {
  while (last > first && !view.is_word(last - 1) &&
         !(view.sign(last - 1) == U'.' && last - first >= 4 && view.letters(last - 2).size() == 1))
    --last;
  if (last <= first) return;
  NameCandidate c;
  c.first = static_cast<std::uint32_t>(first);
  c.last = static_cast<std::uint32_t>(last);
  c.key = view.key(first, last);
  c.first_word = view.key(first, first + 1);
  c.last_word = view.key(last - 1, last);
  c.gender = gender;
  c.headline = sentence.headline;
  c.single = last == first + 1;
  c.weak = weak_place(first, sentence) && person == 0;
  vote(c, MentionType::person) += person;
  judge_inside(c);
  judge_around(c, sentence);
  if (c.single && c.weak && !worth(c)) return;
  if (c.single && !c.known && common_noun(c)) return;
  candidates.push_back(c);
}

// [i, j): titles part a run; what stands before the last one is a name only if it is known.
void NameReader::take_run(std::size_t i, std::size_t j, const Sentence& sentence) {
  std::size_t length = 0;
  // An adjective of a country belongs to what follows only if that is an organisation.
  for (std::size_t demonym = demonym_length(i); demonym > 0; demonym = demonym_length(i)) {
    bool organisation = false;
    for (std::size_t k = i + demonym; k < j; ++k)
      organisation = organisation || is(k, C::org_head) || is(k, C::org_noun);
    if (organisation || i + demonym > j) break;
    i += demonym;
    if (i < j && view.sign(i) == U'-') ++i;
    if (i >= j) return;
    if (!view.is_word(i)) return;
  }
  if (i >= j) return;
  if (adjective_shape(i, j)) return;
  bool organisation = false, linked = false;
  for (std::size_t k = i; k < j; ++k) {
    linked = linked || is(k, C::org_link);
    organisation = organisation || (is(k, C::org_head) && (k + 1 == j || linked || k == i));
  }
  std::size_t title_end = 0, title_first = 0;
  bool honorific = false;
  Gender gender = Gender::unknown;
  if (!known_organisation(i, j) && !known_place(i, j)) {
    for (std::size_t k = i; k < j; ++k) {
      const LexiconEntry* e = view.entry(k, C::honorific, length);
      const bool is_role = e == nullptr && is(k, C::role);
      if (e == nullptr && !is_role) continue;
      if (organisation && k > i) break;
      if (e == nullptr) length = 1;
      if (k + length > j) break;
      honorific = e != nullptr;
      if (e != nullptr && !view.value(*e).empty())
        gender = view.value(*e) == "f" ? Gender::female : Gender::male;
      if (title_end == 0) title_first = k;
      title_end = k + length;
      while (title_end < j && view.sign(title_end) == U'.') ++title_end;
      k = title_end - 1;
    }
  }
  if (title_end > 0 && !(organisation && title_first == i && linked)) {
    // "UN Special Rapporteur": the longest known beginning
    for (std::size_t k = title_first; k > i; --k) {
      if (!view.is_word(k - 1)) continue;
      const bool head = is(k - 1, C::org_head) && k - i > 1;
      if (known_organisation(i, k) || known_place(i, k) || head ||
          (k == i + 1 && view.all_capitals(i) && view.letters(i).size() >= 2)) {
        add(i, k, sentence, 0, Gender::unknown);
        break;
      }
    }
    if (title_end < j && view.is_word(title_end)) {
      if (is(title_end, C::org_link) || is(title_end, C::name_particle)) {
        // "Minister of Health": a title alone
        return;
      }
      add(title_end, j, sentence, honorific ? 7 : 5, gender);
    }
    return;
  }
  // "spokeswoman Lucy Reed of Amnesty": no link without a head is joined, see run_end().
  add(i, j, sentence, 0, gender);
}

// A title in quotation marks ("titled "No Road Home""), a region that is called so ("the "red
// zone""). The closing mark; `at` if there is none.
std::size_t NameReader::take_quoted(std::size_t at, const Sentence& sentence) {
  std::size_t end = at + 1, words = 0, capitals = 0, first = 0;
  while (end < sentence.last && end < at + kNameLexemesMax && !view.is_quote_mark(end) &&
         view.sign(end) != U'\'' && view.sign(end) != U'’' && view.sign(end) != U'》') {
    if (view.is_word(end)) {
      ++words;
      capitals += view.lexemes[end].capital;
    } else if (view.sign(end) != U'-' && view.sign(end) != U',' && view.sign(end) != U':') {
      return at;
    }
    ++end;
  }
  if (words == 0 || end >= sentence.last || view.is_word(end)) return at;
  std::size_t last = end;
  while (last > at + 1 && !view.is_word(last - 1)) --last;
  if (last <= at + 1) return at;
  NameCandidate c;
  c.first = static_cast<std::uint32_t>(at + 1);
  c.last = static_cast<std::uint32_t>(last);
  c.known = true;
  const bool title_case = capitals * 2 >= words && words > 1;
  // "the report, "Dust and Silence", says"; Spanish titles have but one capital.
  std::size_t noun = at;
  if (noun > sentence.first && view.sign(noun - 1) == U',') --noun;
  const bool of_work = noun > sentence.first &&
                       (is(noun - 1, C::work_noun) || is(noun - 1, C::work_head)) &&
                       (noun == at || title_case);
  const bool title = view.ending(at, C::quoted_title, first) != nullptr || of_work;
  const bool sentence_case = view.lexicon.language() == ReadLanguage::spanish && words > 1 &&
                             words <= 8 && view.lexemes[at + 1].capital;
  if (words > 1 && words <= 3 && is(last - 1, C::place_head)) {
    vote(c, MentionType::place) += 6;
  } else if (title && (title_case || sentence_case)) {
    vote(c, MentionType::work) += 9;
  } else {
    return at;
  }
  c.key = view.key(c.first, c.last);
  c.first_word = c.last_word = c.key;
  candidates.push_back(c);
  return end;
}

void NameReader::collect() {
  for (const Sentence& sentence : view.sentences) {
    for (std::size_t i = sentence.first; i < sentence.last; ++i) {
      if (view.is_opening_mark(i) || (view.sign(i) == U'\'' && !view.glued(i))) {
        const std::size_t end = take_quoted(i, sentence);
        i = end > i ? end : i;
        continue;
      }
      if (!capital(i)) continue;
      if (common(i)) {
        // "The Telegraph" inside a sentence: the article is part of the name
        const bool article = is(i, C::name_article) && !weak_place(i, sentence) && capital(i + 1) &&
                             !common(i + 1) && !sentence.headline;
        // "declaró Han Seo-yul": what is elsewhere a common word ("han") begins a name here
        const bool name = !article && !weak_place(i, sentence) && !sentence.headline &&
                          capital(i + 1) && !common(i + 1) && !view.all_capitals(i) &&
                          !is(i, C::name_article) && !is(i, C::determiner) &&
                          !is(i, C::name_particle) && !is(i, C::pronoun) && i > sentence.first &&
                          view.is_word(i - 1) && !view.lexemes[i - 1].capital;
        if (name) {
          const std::size_t j = run_end(i, sentence);
          take_run(i, j, sentence);
          i = j - 1;
          continue;
        }
        if (!article) continue;
        const std::size_t j = run_end(i + 1, sentence);
        const std::size_t before = candidates.size();
        take_run(i + 1, j, sentence);
        if (candidates.size() == before + 1 && candidates.back().first == i + 1) {
          candidates.back().first = static_cast<std::uint32_t>(i);
        }
        i = j - 1;
        continue;
      }
      std::size_t first = i;
      const std::size_t j = run_end(i, sentence);
      // A first word that is elsewhere written small has its capital from the sentence.
      if (j > first + 1 && weak_place(first, sentence) && view.is_word(first + 1) &&
          view.lexemes[first].word != 0 && view.words.flags(view.lexemes[first].word) == 0 &&
          demonym_length(first) == 0 && counted(first).capital == 0 && capital(first + 1)) {
        ++first;
      }
      take_run(first, j, sentence);
      i = j - 1;
    }
  }
}

std::vector<Actor> NameReader::run() {
  count_words();
  collect();
  // Votes of all places of one name, and the longer names that a word alone may stand for.
  std::unordered_map<std::uint64_t, std::array<int, kTypes>> totals;
  std::unordered_map<std::uint64_t, std::uint64_t> longer;  // word -> key of a person's name
  std::unordered_map<std::uint64_t, bool> outside_headlines;
  for (const NameCandidate& c : candidates) {
    auto& total = totals[c.key];
    for (std::size_t t = 0; t < kTypes; ++t) total[t] += c.votes[t];
    outside_headlines[c.key] = outside_headlines[c.key] || !c.headline;
  }
  const auto best = [&](std::uint64_t key) {
    const auto& total = totals[key];
    return static_cast<std::size_t>(std::max_element(total.begin(), total.end()) - total.begin());
  };
  for (const NameCandidate& c : candidates) {
    if (c.single || best(c.key) != static_cast<std::size_t>(MentionType::person)) continue;
    longer.emplace(c.last_word, c.key);
    longer.emplace(c.first_word, c.key);
  }
  std::vector<Actor> out;
  out.reserve(candidates.size());
  for (const NameCandidate& c : candidates) {
    if (c.headline && !c.known && !outside_headlines[c.key]) continue;
    Actor actor;
    actor.first = c.first;
    actor.last = c.last;
    actor.head = c.last - 1;
    actor.span = view.span(c.first, c.last);
    actor.key = c.key;
    actor.gender = c.gender;
    actor.reported = true;
    actor.type = static_cast<MentionType>(best(c.key));
    const auto& total = totals[c.key];
    if (c.single && !c.known && longer.count(c.key) > 0) {
      actor.type = MentionType::person;
    } else if (*std::max_element(total.begin(), total.end()) <= 0) {
      actor.type = c.article ? MentionType::organisation : MentionType::person;
    }
    out.push_back(actor);
  }
  return out;
}

std::vector<Actor> latin_names(const StoryView& view) { return NameReader{view, {}, {}}.run(); }

}  // namespace hearim
