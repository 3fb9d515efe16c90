// The verbs that work on files and on a case alike: what they do when they are given a case.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/open_case.h"
#include "steps/estimate_case.h"
#include "steps/link_case.h"

namespace CLI {
class App;
}

namespace hearim {

// Whether these are one folder that is a case. Throws Error(invalid_input) for a case among others.
bool is_a_case(std::span<const std::string> paths);

inline constexpr const char* kOnCaseGroup = "On a case";

struct CaseVerb {
  CaseArguments at;
  int threads = 0;  // 0: as the machine has
  bool json = false;
  std::string report_path = {};  // a page to write; empty: none
};
// Throws Error(invalid_input) for an option that says nothing on a case.
void refuse_on_case(const CLI::App& verb, std::span<const std::string_view> options);
int thread_count(int asked);

int run_read_case(const CaseVerb& a, const CancelToken& cancel);
int run_claims_case(const CaseVerb& a, const CancelToken& cancel);
// `chosen`: absent, what was chosen before, or by itself.
int run_link_case(const CaseVerb& a, const LinkCaseSettings* chosen, const CancelToken& cancel);
int run_estimate_case(const CaseVerb& a, const EstimateCaseSettings* chosen,
                      const CancelToken& cancel);

}  // namespace hearim
