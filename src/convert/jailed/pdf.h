// PDF, with text of its own or recognised by somebody else from the picture of a page.
#pragma once

#include <vector>

#include "convert/jailed/job.h"
#include "convert/jailed/page_line.h"

namespace poppler {
class page;
}

namespace hearim {

// Loads what poppler reads from files (character maps of CJK fonts), so that it is there when no
// file can be opened. Throws std::runtime_error.
void prepare_pdf();

// The lines of a page that has no text of its own; may be null.
using PageRecogniser = std::vector<PageLine> (*)(const poppler::page& page);
void convert_pdf(const Job& job, PageRecogniser recognise = nullptr);

}  // namespace hearim
