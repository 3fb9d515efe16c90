#include "report/plain_words.h"

#include "report/untrusted_text.h"

namespace hearim {

std::string_view model_title(Model model) {
  switch (model) {
    case Model::loglinear:
      return "Log-linear";
    case Model::decomposable:
      return "Decomposable graphs";
    case Model::latent_class:
      return "Latent class";
    case Model::lower_bound:
      break;
  }
  return "Lower bound";
}

std::string_view model_phrase(Model model) {
  switch (model) {
    case Model::loglinear:
      return "the log-linear method";
    case Model::decomposable:
      return "the decomposable-graph method";
    case Model::latent_class:
      return "the latent-class method";
    case Model::lower_bound:
      break;
  }
  return "the lower bound";
}

std::string_view model_class(Model model) {
  switch (model) {
    case Model::loglinear:
      return "m-loglinear";
    case Model::decomposable:
      return "m-decomposable";
    case Model::latent_class:
      return "m-latent";
    case Model::lower_bound:
      break;
  }
  return "m-bound";
}

std::string_view interval_words(IntervalKind kind) {
  switch (kind) {
    case IntervalKind::bca:
      return "bootstrap (BCa)";
    case IntervalKind::profile:
      return "profile likelihood, given the model";
    case IntervalKind::credible:
      return "credible (posterior)";
    case IntervalKind::bound:
      break;
  }
  return "of the floor (log-normal)";
}

std::string lists_text(const CaptureTable& table, const std::vector<int>& lists) {
  std::string text;
  for (const int list : lists) {
    if (list < 0 || list >= table.list_count()) continue;
    if (!text.empty()) text += "·";
    text += isolate(table.list_names()[static_cast<std::size_t>(list)]);
  }
  return text.empty() ? "none" : text;
}

std::string lists_text(const CaptureTable& table, History lists) {
  std::vector<int> indices;
  for (int list = 0; list < table.list_count(); ++list)
    if (lists >> list & 1) indices.push_back(list);
  return lists_text(table, indices);
}

std::string change_text(const CaptureTable& table, const StabilityRow& row) {
  if (row.change == ListChange::drop) return "without " + lists_text(table, row.lists);
  std::string text;
  for (const int list : row.lists)
    text += (text.empty() ? "" : " + ") + lists_text(table, std::vector<int>{list});
  return text.empty() ? "none" : text;
}

std::string stratum_text(const StratumReport& stratum) {
  std::string text;
  for (const auto& [column, value] : stratum.labels)
    text += (text.empty() ? "" : ", ") + isolate(column) + ": " + isolate(value);
  return text.empty() ? "all people" : text;
}

}  // namespace hearim
