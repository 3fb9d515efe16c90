#include "steps/pair_judgements.h"

#include <fmt/format.h>

#include <charconv>

#include "hearim/error.h"

namespace hearim {

std::string RowName::text() const { return fmt::format("list:{}/{}", list, row); }

std::optional<RowName> row_name_from(std::string_view text) {
  RowName name;
  if (!text.starts_with("list:")) return std::nullopt;
  const char* const end = text.data() + text.size();
  const auto list = std::from_chars(text.data() + 5, end, name.list);
  if (list.ec != std::errc() || list.ptr == end || *list.ptr != '/') return std::nullopt;
  const auto row = std::from_chars(list.ptr + 1, end, name.row);
  if (row.ec != std::errc() || row.ptr != end || name.list <= 0 || name.row == 0)
    return std::nullopt;
  return name;
}

std::string pair_object(const RowName& a, const RowName& b) {
  return fmt::format("pair:{} {}", (a < b ? a : b).text(), (a < b ? b : a).text());
}

std::vector<PairJudged> pair_judgements(const Case& from) {
  std::vector<PairJudged> all;
  for (const Judgement& judgement : standing_judgements(from, kPairKind)) {
    const std::string_view about = judgement.about;
    const std::size_t space = about.find(' ');
    const Json value = Json::parse(judgement.value, nullptr, false);
    std::optional<RowName> a, b;
    if (about.starts_with("pair:") && space != std::string_view::npos) {
      a = row_name_from(about.substr(5, space - 5));
      b = row_name_from(about.substr(space + 1));
    }
    if (!a || !b || !value.is_object() || !value.contains("keys") || value["keys"].size() != 2)
      throw Error(ErrorCode::corrupt,
                  fmt::format("judgement {} is none on a pair of rows", judgement.id));
    PairJudged judged{.id = judgement.id,
                      .actor = judgement.actor,
                      .time = judgement.time,
                      .a = *a,
                      .b = *b,
                      .keys = {value["keys"][0], value["keys"][1]},
                      .judgement = std::nullopt};
    const std::string word = value.value("judgement", "");
    for (const PairJudgement known :
         {PairJudgement::match, PairJudgement::non_match, PairJudgement::unsure})
      if (judgement_word(known) == word) judged.judgement = known;
    if (value.value("purpose", "") == "sample") judged.purpose = DecisionPurpose::sample;
    all.push_back(std::move(judged));
  }
  return all;
}

NewJudgement new_pair_judgement(const PairJudged& judged, std::int64_t supersedes) {
  return {
      .about = pair_object(judged.a, judged.b),
      .kind = std::string(kPairKind),
      .value = Json{{"judgement", judgement_word(judged.judgement)},
                    {"keys", {judged.keys[0], judged.keys[1]}},
                    {"purpose", judged.purpose == DecisionPurpose::sample ? "sample" : "review"}}
                   .dump(),
      .supersedes = supersedes};
}

}  // namespace hearim
