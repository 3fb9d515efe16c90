// The words that stand beside each method's number: what it takes for granted, and when it fails.

#include "hearim/estimate.h"

namespace hearim {

std::string_view model_assumption(Model model) {
  switch (model) {
    case Model::loglinear:
      return "Lists depend on each other only in the pairs shown; once those are taken into account "
             "there is no dependence of a higher order, and every person has the same chances.";
    case Model::decomposable:
      return "Some pattern of direct dependence between lists that can be drawn as a chordal graph "
             "holds; all such graphs are averaged, weighted by how well they fit.";
    case Model::latent_class:
      return "People fall into hidden groups; inside a group the lists find people independently of "
             "each other, and every group has some chance of being listed.";
    case Model::lower_bound: break;
  }
  return "People differ in how easily they are found, and lists do not repel each other; then at "
         "least this many exist. It is a floor, not an estimate.";
}

std::string_view model_failure(Model model) {
  switch (model) {
    case Model::loglinear:
      return "Fails when some people can never be listed, when three lists act together, or when a "
             "list refers people to another in a way no pair term describes.";
    case Model::decomposable:
      return "Fails when overlaps are so few that the largest number allowed in advance decides the "
             "answer, or when people differ strongly in how easily they are found.";
    case Model::latent_class:
      return "Fails when overlaps are so few that several groupings fit equally well, and when one "
             "list sends people to another.";
    case Model::lower_bound: break;
  }
  return "Fails when being on one list keeps people off the others; it is then not a floor.";
}

}  // namespace hearim
