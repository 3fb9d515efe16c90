#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "report/axis.h"
#include "report/density_chart.h"
#include "report/dial_chart.h"
#include "report/estimate_page.h"
#include "report/forest_chart.h"
#include "report/kernel_density.h"
#include "report/sample_report.h"
#include "report/self_check_chart.h"
#include "report/stability_chart.h"
#include "report/upset_chart.h"
#include "report/well_formed.h"

namespace hearim {
namespace {

struct Box {
  double left, right, top, bottom;
  std::string text;
};

double number(const XmlElement& element, const char* name) {
  const auto found = element.attributes.find(name);
  return found == element.attributes.end() ? 0 : std::strtod(found->second.c_str(), nullptr);
}

// The boxes of all labels of one chart, a little smaller than the upper estimate of their width.
std::vector<Box> label_boxes(const std::vector<XmlElement>& elements, int svg) {
  std::vector<Box> boxes;
  for (const XmlElement& element : elements) {
    if (element.tag != "text" || element.text.empty()) continue;
    int root = element.parent;
    while (root >= 0 && elements[static_cast<std::size_t>(root)].tag != "svg")
      root = elements[static_cast<std::size_t>(root)].parent;
    if (root != svg) continue;
    const FontSize font{number(element, "font-size"),
                        element.attributes.at("font-weight") == "700"};
    const double width = chart_width(element.text, font) * 0.95;
    double x = number(element, "x"), y = number(element, "y");
    if (const auto turned = element.attributes.find("transform");
        turned != element.attributes.end()) {
      double tx = 0, ty = 0;
      EXPECT_EQ(std::sscanf(turned->second.c_str(), "translate(%lf %lf)", &tx, &ty), 2);
      boxes.push_back(
          {tx - 0.7 * font.pixels, tx + 0.1 * font.pixels, ty - width, ty, element.text});
      continue;
    }
    const std::string& anchor = element.attributes.at("text-anchor");
    if (anchor == "middle") x -= width / 2;
    if (anchor == "end") x -= width;
    boxes.push_back({x, x + width, y - 0.72 * font.pixels, y + 0.15 * font.pixels, element.text});
  }
  return boxes;
}

TEST(Charts, no_label_covers_another_or_leaves_the_picture) {
  for (const auto& [name, report] : sample_reports::all()) {
    const XmlReader page(estimate_page(report));
    ASSERT_EQ(page.error(), "");
    int charts = 0;
    for (std::size_t i = 0; i < page.elements().size(); ++i) {
      const XmlElement& svg = page.elements()[i];
      if (svg.tag != "svg") continue;
      ++charts;
      const std::vector<Box> boxes = label_boxes(page.elements(), static_cast<int>(i));
      EXPECT_FALSE(boxes.empty());
      const double width = number(svg, "width"), height = number(svg, "height");
      for (std::size_t a = 0; a < boxes.size(); ++a) {
        SCOPED_TRACE(name + ", width " + std::to_string(width) + ": " + boxes[a].text +
                     ", in: " + svg.attributes.at("aria-label").substr(0, 50));
        EXPECT_GE(boxes[a].left, -1);
        EXPECT_LE(boxes[a].right, width + 1);
        EXPECT_GE(boxes[a].top, -1);
        EXPECT_LE(boxes[a].bottom, height + 1);
        for (std::size_t b = a + 1; b < boxes.size(); ++b) {
          const bool apart = boxes[a].right <= boxes[b].left || boxes[b].right <= boxes[a].left ||
                             boxes[a].bottom <= boxes[b].top || boxes[b].bottom <= boxes[a].top;
          EXPECT_TRUE(apart) << "touches: " << boxes[b].text;
        }
      }
    }
    EXPECT_GE(charts, 4) << name;
  }
}

TEST(Charts, every_coordinate_is_a_number_inside_a_sane_range) {
  for (const auto& [name, report] : sample_reports::all()) {
    const XmlReader page(estimate_page(report));
    for (const XmlElement& element : page.elements())
      for (const char* key : {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"}) {
        const auto found = element.attributes.find(key);
        if (found == element.attributes.end()) continue;
        char* end = nullptr;
        const double value = std::strtod(found->second.c_str(), &end);
        EXPECT_EQ(*end, '\0') << name << ": " << key << "=" << found->second;
        EXPECT_LT(std::fabs(value), 5000) << name << ": " << key << "=" << found->second;
      }
  }
}

TEST(ForestChart, a_refused_answer_has_a_cross_and_no_mark) {
  const EstimateReport report = sample_reports::refused_everywhere();
  Markup chart = forest_chart(answers_of(report.strata[0]), {.width = 720, .observed = 103});
  const XmlReader svg(chart.take());
  int marks = 0, crosses = 0;
  for (const XmlElement& element : svg.elements()) {
    const auto found = element.attributes.find("class");
    if (found == element.attributes.end()) continue;
    marks += found->second.starts_with("mark") || found->second.starts_with("range");
    crosses += found->second == "cross";
  }
  EXPECT_EQ(marks, 0);
  EXPECT_EQ(crosses, 8);  // two strokes for each of four methods
}

TEST(ForestChart, a_weak_answer_is_hollow_and_dashed_and_an_open_end_is_an_arrow) {
  EstimateReport report = sample_reports::uk_five();
  report.strata[0].results[1].common().population->high.reset();
  Markup chart = forest_chart(answers_of(report.strata[0]), {.width = 720, .observed = 2744});
  const std::string svg = chart.take();
  EXPECT_NE(svg.find("mark hollow"), std::string::npos);
  EXPECT_NE(svg.find("range dashed"), std::string::npos);
  EXPECT_NE(svg.find("range-end"), std::string::npos);
  EXPECT_NE(svg.find("no upper limit"), std::string::npos);
}

TEST(UpsetChart, shows_each_size_and_counts_what_it_leaves_out) {
  const CaptureTable table = example_tables::kosovo();
  const std::string whole = upset_chart(table, {.width = 720}).take();
  for (const char* text : {">1,131<", ">1,910<", ">27<", ">EXH<"})
    EXPECT_NE(whole.find(std::string(text).substr(1, std::string(text).size() - 2)),
              std::string::npos)
        << text;
  EXPECT_EQ(whole.find("more combination"), std::string::npos);
  // 15 patterns, the 5 largest drawn: 1131 + 936 + 845 + 306 + 228 of 4,400.
  const std::string part = upset_chart(table, {.width = 720, .pattern_max = 5}).take();
  EXPECT_NE(part.find("and 10 more combinations, 954 people"), std::string::npos);
}

TEST(UpsetChart, dots_stand_for_the_lists_of_each_pattern) {
  const CaptureTable table({"a", "b", "c"}, {{0b011, 9}, {0b111, 4}, {0b100, 2}});
  const XmlReader svg(upset_chart(table, {.width = 720}).take());
  int on = 0, off = 0;
  for (const XmlElement& element : svg.elements()) {
    if (element.tag != "circle") continue;
    (element.attributes.at("class") == "dot off" ? off : on)++;
  }
  EXPECT_EQ(on, 2 + 3 + 1);
  EXPECT_EQ(off, 1 + 0 + 2);
}

TEST(Axis, ticks_are_round_ascending_inside_and_apart) {
  const TextMeasure measure = chart_measure({11, false});
  for (const double low : {0.01, 1.0, 950.0, 2744.0, 1e6})
    for (const double factor : {1.02, 1.7, 3.0, 5.0, 12.0, 300.0, 1e5, 1e9})
      for (const double pixels : {100.0, 350.0, 700.0}) {
        const std::vector<double> values = {low, low * factor};
        const Scale scale = scale_for(values, 0, pixels);
        const std::vector<Tick> ticks = axis_ticks(scale, measure);
        SCOPED_TRACE(testing::Message() << low << " to " << low * factor << " on " << pixels);
        EXPECT_GE(ticks.size(), 1u);
        double end = -1e9;
        for (const Tick& tick : ticks) {
          EXPECT_GE(tick.value, scale.low * (1 - 1e-9));
          EXPECT_LE(tick.value, scale.high * (1 + 1e-9));
          const double half = measure(tick.label) / 2;
          EXPECT_GE(scale(tick.value) - half, end + 5);
          end = scale(tick.value) + half;
        }
        if (pixels > 300) {
          EXPECT_GE(ticks.size(), 2u);
        }
      }
}

TEST(Axis, a_scale_maps_its_ends_to_the_pixels_and_back) {
  for (const ScaleKind kind : {ScaleKind::linear, ScaleKind::log}) {
    const Scale scale{kind, 10, 1000, 100, 500};
    EXPECT_DOUBLE_EQ(scale(10), 100);
    EXPECT_DOUBLE_EQ(scale(1000), 500);
    EXPECT_DOUBLE_EQ(scale(5), 100);
    EXPECT_DOUBLE_EQ(scale(1e9), 500);
    EXPECT_NEAR(scale.value_at(scale(77)), 77, 1e-9);
  }
  EXPECT_DOUBLE_EQ((Scale{ScaleKind::log, 10, 1000, 100, 500}(100)), 300);
}

TEST(Axis, a_scale_ignores_what_is_not_finite_and_takes_one_value_or_none) {
  const double none = std::nan("");
  const Scale some = scale_for(std::vector<double>{none, 5, INFINITY, 5}, 0, 100);
  EXPECT_LT(some.low, 5);
  EXPECT_GT(some.high, 5);
  const Scale nothing = scale_for(std::vector<double>{none}, 0, 100);
  EXPECT_LT(nothing.low, nothing.high);
}

TEST(KernelDensity, integrates_to_one_and_keeps_two_modes_apart) {
  std::vector<double> draws = sample_reports::log_normal_draws(12000, 0.08, 2000, 11);
  for (const double draw : sample_reports::log_normal_draws(26000, 0.1, 2000, 12))
    draws.push_back(draw);
  const std::vector<DensityPoint> curve = kernel_density(draws);
  double area = 0;
  for (std::size_t i = 1; i < curve.size(); ++i)
    area += (curve[i].population - curve[i - 1].population) *
            (curve[i].density + curve[i - 1].density) / 2;
  EXPECT_NEAR(area, 1, 0.01);
  double first = 0, between = 1, second = 0;
  for (const DensityPoint& point : curve) {
    const double height = point.density * point.population;
    if (point.population < 15000) first = std::max(first, height);
    if (point.population > 16000 && point.population < 20000) between = std::min(between, height);
    if (point.population > 22000) second = std::max(second, height);
  }
  EXPECT_GT(first, 10 * between);
  EXPECT_GT(second, 10 * between);
}

TEST(KernelDensity, is_empty_without_draws_and_one_peak_for_equal_draws) {
  EXPECT_TRUE(kernel_density({}).empty());
  EXPECT_TRUE(kernel_density(std::vector<double>{std::nan(""), -1, 5}).empty());
  const std::vector<DensityPoint> curve = kernel_density(std::vector<double>(50, 700.0));
  ASSERT_FALSE(curve.empty());
  for (const DensityPoint& point : curve) EXPECT_NEAR(point.population, 700, 2);
}

}  // namespace
}  // namespace hearim
