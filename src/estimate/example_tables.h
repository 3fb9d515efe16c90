// The published tables that the tests of the estimators pin their numbers on. The same facts, with
// their sources, stand as files under examples/; a test in tests/ keeps the two equal.
#pragma once

#include "hearim/capture_table.h"

namespace hearim::example_tables {

// Potential victims of trafficking, UK 2013: LA NG PF GO GP NCA (Silverman 2014; Bales, Hesketh &
// Silverman 2015). n = 2,744.
inline CaptureTable uk_six() {
  constexpr History LA = 1, NG = 2, PF = 4, GO = 8, GP = 16, NCA = 32;
  return {{"LA", "NG", "PF", "GO", "GP", "NCA"},
          {{LA, 54},
           {NG, 463},
           {PF, 907},
           {GO, 695},
           {GP, 316},
           {NCA, 57},
           {LA | NG, 15},
           {LA | PF, 19},
           {LA | GO, 3},
           {NG | PF, 56},
           {NG | GO, 19},
           {NG | GP, 1},
           {NG | NCA, 3},
           {PF | GO, 69},
           {PF | GP, 10},
           {PF | NCA, 31},
           {GO | GP, 8},
           {GO | NCA, 6},
           {GP | NCA, 1},
           {LA | NG | PF, 1},
           {LA | NG | GO, 1},
           {NG | PF | GO, 4},
           {NG | PF | NCA, 3},
           {PF | GO | NCA, 1},
           {LA | NG | PF | GO, 1}}};
}

// The same with the police forces and the National Crime Agency as one list.
inline CaptureTable uk_five() {
  constexpr int kPolice[] = {2, 5};
  return uk_six().with_merged(kPolice);
}

// Killings in Kosovo, March to June 1999: EXH ABA OSCE HRW (Ball et al. 2002). n = 4,400.
inline CaptureTable kosovo() {
  constexpr History E = 1, A = 2, O = 4, H = 8;
  return {{"EXH", "ABA", "OSCE", "HRW"},
          {{E, 1131},
           {A, 845},
           {O, 936},
           {H, 306},
           {E | A, 177},
           {E | O, 228},
           {E | H, 106},
           {A | O, 217},
           {A | H, 31},
           {O | H, 123},
           {E | A | O, 181},
           {E | A | H, 18},
           {E | O | H, 42},
           {A | O | H, 32},
           {E | A | O | H, 27}}};
}

// Presumed victims of trafficking, the Netherlands, five lists (van Dijk et al. 2017). n = 8,234.
inline CaptureTable netherlands() {
  constexpr History IO = 1, K = 2, P = 4, R = 8, Z = 16;
  return {{"IO", "K", "P", "R", "Z"},
          {{IO, 756},
           {K, 1299},
           {P, 4466},
           {R, 650},
           {Z, 632},
           {IO | K, 1},
           {IO | P, 81},
           {IO | R, 5},
           {IO | Z, 73},
           {K | P, 44},
           {K | Z, 4},
           {P | R, 82},
           {P | Z, 125},
           {R | Z, 2},
           {IO | P | R, 2},
           {IO | P | Z, 11},
           {P | R | Z, 1}}};
}

}  // namespace hearim::example_tables
