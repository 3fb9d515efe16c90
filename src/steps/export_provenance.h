// Where every figure comes from, as W3C PROV: figure, results, lists and texts, items, judgements;
// what made each, with what, and who was at work. Actors are numbers, items their hashes.
//
// PROV-JSON (W3C Member Submission, 24 April 2013). Every identifier that a relation names is
// declared. Sorted by identifier, so that the same case gives the same bytes.
#pragma once

#include "hearim/case.h"
#include "steps/export_files.h"
#include "text/name_mask.h"

namespace hearim {

// Writes prov.json; memory in proportion to the chain of all figures.
void export_provenance(const Case& from, const NameMask& mask, ExportFiles& files);

}  // namespace hearim
