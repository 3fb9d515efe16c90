#include "cli/score_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/version.h"
#include "cli/terminal_output.h"
#include "steps/score_files.h"

namespace hearim {
namespace {

struct ScoreArguments {
  std::string gold, path;
  bool json = false;
};

std::string coefficient(std::optional<double> value) {
  return value ? fmt::format("{:.2f}", *value) : "-";
}

std::string score_text(const ScoredFiles& scored) {
  std::string out = fmt::format(
      "{} document{}\n\n"
      "                         exact place         overlap           value   agreement\n"
      "kind        gold found   prec   rec    F1   prec   rec    F1   right  kappa alpha\n",
      scored.documents, scored.documents == 1 ? "" : "s");
  for (std::size_t kind = 0; kind < scored.score.size(); ++kind) {
    const KindScore& s = scored.score[kind];
    if (s.gold + s.found == 0) continue;
    out += fmt::format(
        "{:<10} {:>5} {:>5}   {:.2f}  {:.2f}  {:.2f}   {:.2f}  {:.2f}  {:.2f}  "
        "{:>6}  {:>5} {:>5}\n",
        kAnnotationKinds[kind], s.gold, s.found, s.precision(s.exact), s.recall(s.exact),
        s.f1(s.exact), s.precision(s.overlap), s.recall(s.overlap), s.f1(s.overlap), s.same_value,
        coefficient(s.kappa()), coefficient(s.alpha()));
  }
  const auto list = [&](const char* what, const std::vector<std::string>& names) {
    if (names.empty()) return;
    out += fmt::format("\n{}:", what);
    for (const std::string& name : names) out += " " + name;
    out += "\n";
  };
  list("only in the gold file, not scored", scored.only_in_gold);
  list("only in the other file, not scored", scored.only_in_file);
  return out;
}

std::string score_json(const ScoredFiles& scored) {
  nlohmann::ordered_json out;
  out["command"] = "score";
  out["version"] = kVersion;
  out["documents"] = scored.documents;
  out["kinds"] = nlohmann::ordered_json::object();
  for (std::size_t kind = 0; kind < scored.score.size(); ++kind) {
    const KindScore& s = scored.score[kind];
    if (s.gold + s.found == 0) continue;
    auto& one = out["kinds"][kAnnotationKinds[kind]];
    one["gold"] = s.gold;
    one["found"] = s.found;
    const auto put = [&](const char* name, std::int64_t hits) {
      one[name] = {{"matched", hits},
                   {"precision", s.precision(hits)},
                   {"recall", s.recall(hits)},
                   {"f1", s.f1(hits)}};
    };
    put("exact", s.exact);
    put("overlap", s.overlap);
    one["same_value"] = s.same_value;
    if (const auto kappa = s.kappa()) one["kappa"] = *kappa;
    if (const auto alpha = s.alpha()) one["alpha"] = *alpha;
  }
  if (!scored.only_in_gold.empty()) out["only_in_gold"] = scored.only_in_gold;
  if (!scored.only_in_file.empty()) out["only_in_file"] = scored.only_in_file;
  return out.dump(1) + "\n";
}

}  // namespace

void add_score_command(CLI::App& app, std::function<int()>& chosen) {
  const auto a = std::make_shared<ScoreArguments>();
  CLI::App* verb = app.add_subcommand(
      "score", "How far two annotation files agree: found, missed, agreement of two coders");
  verb->add_option("FILE", a->path, "Annotations, as hearim read --json writes them")->required();
  verb->add_option("--gold", a->gold, "The annotations that are taken for true")->required();
  verb->add_flag("--json", a->json, "For programs: one JSON object on standard output");
  verb->callback([a, &chosen] {
    chosen = [a] {
      const ScoredFiles scored = score_files(a->gold, a->path);
      print_output(a->json ? score_json(scored) : score_text(scored));
      return 0;
    };
  });
}

}  // namespace hearim
