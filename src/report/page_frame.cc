#include "report/page_frame.h"

#include "report/page_style.h"

namespace hearim {
namespace {

constexpr double kWideWidth = 720;
constexpr double kNarrowWidth = 344;

}  // namespace

std::string framed_page(const PageFrame& frame, const std::function<void(Markup&)>& header,
                        const std::function<void(Markup&)>& main) {
  Markup page;
  {
    Scope html(page, "html", {{"xmlns", "http://www.w3.org/1999/xhtml"}, {"lang", "en"}});
    {
      Scope head(page, "head");
      page.leaf("meta", {{"charset", "utf-8"}});
      page.leaf("meta", {{"http-equiv", "Content-Security-Policy"},
                         {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
      page.leaf("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
      page.leaf("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
      page.element("title", frame.title);
      page.style_sheet(page_style());
    }
    Scope body(page, "body");
    {
      Scope element(page, "header");
      {
        Scope kicker(page, "p", {{"class", "kicker"}});
        page.element("b", frame.question).text(frame.made_from);
      }
      if (frame.title_figure.empty()) {
        page.element("h1", frame.title);
      } else {
        Scope heading(page, "h1");
        page.element("a", frame.title,
                     {{"class", "figure sentence"},
                      {"data-figure", frame.title_figure},
                      {"href", "#figure-" + frame.title_figure}});
      }
      header(page);
    }
    {
      Scope element(page, "main");
      main(page);
    }
    Scope footer(page, "footer");
    page.element("p", frame.last_words);
  }
  return "<!DOCTYPE html>\n" + page.take();
}

void write_figure(Markup& page, const std::function<Markup(double)>& chart,
                  std::string_view caption) {
  Scope figure(page, "figure");
  page.open("div", {{"class", "wide"}}).embed(chart(kWideWidth)).close();
  page.open("div", {{"class", "narrow"}}).embed(chart(kNarrowWidth)).close();
  page.element("figcaption", caption);
}

}  // namespace hearim
