// Text in pictures, by Tesseract, with the box and the confidence of each word.
#pragma once

#include <string>
#include <vector>

#include "convert/jailed/job.h"
#include "convert/jailed/page_line.h"

struct Pix;

namespace hearim {

// Loads the models of the languages ("kor+eng"; empty: all that are installed), once; the processes
// of the documents inherit them. Returns what was loaded; empty: none is installed.
std::string prepare_recognition(const std::string& languages);

// Boxes in pixels of the picture divided by `pixels_per_unit`.
std::vector<PageLine> recognise_lines(Pix* picture, float pixels_per_unit);

void convert_image(const Job& job);

}  // namespace hearim
