// What each method takes for granted and when it fails, in words for a court's expert and a
// journalist alike; the technical version is docs/models/.
#include "hearim/estimate.h"

namespace hearim {

std::string_view model_assumption(Model model) {
  switch (model) {
    case Model::loglinear:
      return "Any tie between lists shows in their overlaps, mostly pair by pair; all lists "
             "together "
             "have no tie of their own.";
    case Model::decomposable:
      return "The ties between lists form one of the simple patterns called decomposable graphs, "
             "each weighed by how well it fits.";
    case Model::latent_class:
      return "People fall into a few hidden groups; within a group, being on one list says nothing "
             "about being on another.";
    case Model::lower_bound:
      break;
  }
  return "People may differ in how easily they are recorded, but no list keeps people off another; "
         "then the truth is this or more.";
}

std::string_view model_failure(Model model) {
  switch (model) {
    case Model::loglinear:
      return "It fails when the lists share too few people to tell the pairs apart, and when some "
             "people could never have been put on any list.";
    case Model::decomposable:
      return "It fails when the table leaves the total open, so that the prior or the largest "
             "total "
             "allowed decides, and when people differ in ways no list shows.";
    case Model::latent_class:
      return "It fails when some group is hardly ever recorded: the lists then do not say how "
             "large it is, and more than one answer fits.";
    case Model::lower_bound:
      break;
  }
  return "It fails when lists exclude each other, as when one office sends people on to another: "
         "the floor is then too high.";
}

}  // namespace hearim
