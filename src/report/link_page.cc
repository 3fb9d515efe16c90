#include "report/link_page.h"

namespace hearim {

std::string link_page(const LinkReport& report) { return report.version; }

}  // namespace hearim
