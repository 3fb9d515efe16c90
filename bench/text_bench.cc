// Speed of src/text: `text_bench`, or one part with --benchmark_filter. Invented names.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "base/rng.h"
#include "text/name_forms.h"
#include "text/partial_date.h"
#include "text/string_distance.h"

namespace hearim {
namespace {

// Names put together from parts, so that caches and branches see variety.
std::vector<std::string> combined(const std::vector<std::string>& first,
                                  const std::vector<std::string>& second,
                                  const std::string& between) {
  std::vector<std::string> names;
  Rng rng(1, "text_bench", 0);
  for (int k = 0; k < 4096; ++k) {
    names.push_back(first[rng.below(first.size())] + between + second[rng.below(second.size())]);
  }
  return names;
}

const std::vector<std::string>& latin_words() {
  static const auto words = combined(
      {"mar", "kar", "jo", "salah", "ale", "chris", "min", "fer", "bar", "ev"},
      {"ia", "im", "hanna", "din", "xander", "tian", "ji", "nando", "bara", "elyn", "ton"}, "");
  return words;
}

std::vector<std::string> names_in(const std::string& script) {
  if (script == "hangul")
    return combined({"김", "이", "박", "최", "남궁"}, {"민지", "영희", "준호", "서연", "현우"}, "");
  if (script == "han")
    return combined({"王", "李", "張", "陈", "欧阳"}, {"小明", "美玲", "志强", "伟", "建国"}, "");
  if (script == "arabic") {
    return combined({"محمد", "عبد الرحمن", "أبو بكر", "خالد", "ليلى"},
                    {"الخطيب", "سالم", "بن سعيد", "النجار", "حداد"}, " ");
  }
  if (script == "cyrillic") {
    return combined({"Иван", "Сергей", "Ольга", "Щербак", "Юрий"},
                    {"Петров", "Иванович", "Кузнецова", "Ющенко", "Белый"}, " ");
  }
  if (script == "latin") {
    return combined({"Maria", "John", "Karim", "Min-ji", "Juan"},
                    {"García López", "Smith", "al-Khatib", "Kim", "O'Neil"}, " ");
  }
  return combined({"José", "Zoë", "Jürgen", "François", "Łukasz"},
                  {"Muñoz", "Müller", "Håkansson", "Łódzki", "Ångström"}, " ");
}

void jaro_winkler_of_words(benchmark::State& state) {
  const auto& words = latin_words();
  size_t k = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(jaro_winkler(words[k & 4095], words[(k * 7 + 1) & 4095]));
    ++k;
  }
}
BENCHMARK(jaro_winkler_of_words);

void edit_distance_of_words(benchmark::State& state) {
  const auto& words = latin_words();
  size_t k = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(edit_distance(words[k & 4095], words[(k * 7 + 1) & 4095], 3));
    ++k;
  }
}
BENCHMARK(edit_distance_of_words);

void forms_of_names(benchmark::State& state, const std::string& script) {
  const auto names = names_in(script);
  size_t k = 0;
  for (auto _ : state) benchmark::DoNotOptimize(name_forms(names[k++ & 4095]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(forms_of_names, latin, "latin");
BENCHMARK_CAPTURE(forms_of_names, latin_with_marks, "marks");
BENCHMARK_CAPTURE(forms_of_names, hangul, "hangul");
BENCHMARK_CAPTURE(forms_of_names, han, "han");
BENCHMARK_CAPTURE(forms_of_names, arabic, "arabic");
BENCHMARK_CAPTURE(forms_of_names, cyrillic, "cyrillic");

std::vector<NameToken> tokens_in(const std::string& script) {
  std::vector<NameToken> tokens;
  if (script == "words") {
    for (const auto& word : latin_words()) tokens.push_back(*name_token(word));
    return tokens;
  }
  for (const auto& name : names_in(script)) {
    for (auto& token : name_forms(name).tokens) {
      if (token.role == NameTokenRole::name && tokens.size() < 4096)
        tokens.push_back(std::move(token));
    }
  }
  return tokens;
}

void similarity_of_tokens(benchmark::State& state, const std::string& a, const std::string& b) {
  const auto tokens_a = tokens_in(a), tokens_b = tokens_in(b);
  size_t k = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(token_similarity(tokens_a[k & 4095], tokens_b[(k * 7 + 1) & 4095]));
    ++k;
  }
}
BENCHMARK_CAPTURE(similarity_of_tokens, latin_latin, "words", "words");
BENCHMARK_CAPTURE(similarity_of_tokens, hangul_latin, "hangul", "words");
BENCHMARK_CAPTURE(similarity_of_tokens, han_latin, "han", "words");
BENCHMARK_CAPTURE(similarity_of_tokens, arabic_latin, "arabic", "words");
BENCHMARK_CAPTURE(similarity_of_tokens, cyrillic_latin, "cyrillic", "words");
BENCHMARK_CAPTURE(similarity_of_tokens, hangul_han, "hangul", "han");

void alignment_of_names(benchmark::State& state, const std::string& a, const std::string& b) {
  std::vector<NameForms> forms_a, forms_b;
  for (const auto& name : names_in(a)) forms_a.push_back(name_forms(name));
  for (const auto& name : names_in(b)) forms_b.push_back(name_forms(name));
  size_t k = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(align_names(forms_a[k & 4095], forms_b[(k * 7 + 1) & 4095]));
    ++k;
  }
}
BENCHMARK_CAPTURE(alignment_of_names, latin_latin, "latin", "latin");
BENCHMARK_CAPTURE(alignment_of_names, hangul_latin, "hangul", "latin");

void partial_dates(benchmark::State& state) {
  const std::vector<std::string> texts = {"1999-04-03", "3 de abril de 1999", "1999년 4월 3일",
                                          "03/04/1999", "31/02/1999",         "1 رمضان 1420"};
  size_t k = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(parse_partial_date(texts[k++ % texts.size()], DateOrder::day_first));
}
BENCHMARK(partial_dates);

}  // namespace
}  // namespace hearim

BENCHMARK_MAIN();
