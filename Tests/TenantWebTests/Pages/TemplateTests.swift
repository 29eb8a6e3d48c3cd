import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Templates")
struct TemplateTests {
  private static let english = LanguageTag(rawValue: "en") ?? .zh

  private func page(_ templates: [String: String], _ view: View) throws -> String {
    let texts = Texts(files: ["zh.txt": "a.b = 甲 & 乙", "en.txt": "a.b = A \"&\" B"])
    var problems: [String] = []
    let module = WebModule(name: "m", routes: [], templates: templates, texts: texts)
    let library = TemplateLibrary([module], problems: &problems)
    #expect(problems == [])
    let bytes = try #require(library.page("page", view, in: Self.english))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func problems(_ templates: [String: String]) -> [String] {
    var problems: [String] = []
    let texts = Texts(files: ["zh.txt": "a = 甲"])
    let module = WebModule(name: "m", routes: [], templates: templates, texts: texts)
    _ = TemplateLibrary([module], problems: &problems)
    return problems
  }

  @Test(arguments: [
    ("{{name}}|{{{name}}}|{{&name}}|{{gone}}", "&lt;b&gt;|<b>|<b>|"),
    ("{{ name }}{{! nobody reads this }}", "&lt;b&gt;"),
    ("{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{^yes}}Y{{/yes}}{{^no}}N{{/no}}", "yN"),
    ("{{#name}}({{.}}){{/name}}{{^gone}}none{{/gone}}{{#gone}}some{{/gone}}", "(&lt;b&gt;)none"),
    ("{{#none}}x{{/none}}{{^none}}empty{{/none}}", "empty"),
    ("{{#words}}<{{.}}>{{/words}}{{^words}}empty{{/words}}", "<x><y>"),
    ("{{#list}}{{name}}{{own}},{{/list}}", "&lt;b&gt;1,inner,"),
    ("{{#list}}{{deep.own}}{{/list}}{{deep.own}}{{deep.name}}{{deep.own.own}}", "222"),
    ("{{#deep}}{{#list}}{{own}}{{/list}}{{/deep}}", "12"),
    ("{{t.a.b}}|{{{t.a.b}}}", "A &quot;&amp;&quot; B|A \"&\" B"),
    ("{{empty}}{{#empty}}({{.}}){{/empty}}", "()"), ("{{deep}}{{yes}}", ""),
  ])
  func `a template writes what the view says`(template: String, expected: String) throws {
    let view: View = [
      "name": "<b>", "yes": true, "no": false, "none": [String](), "words": ["x", "y"],
      "list": [["own": "1"] as View, ["name": "inner"]], "deep": ["own": "2"] as View,
      "absent": String?.none, "empty": "",
    ]
    #expect(try page(["page": template], view) == expected)
  }

  @Test func `a tag that stands alone takes its line, a value does not`() throws {
    let template = """
      <ul>
        {{#words}}
      <li>
      {{.}}
      </li>
      {{/words}}
      {{! gone }}
      {{>part}}
      {{#words}}-{{/words}} end
      </ul>
      """
    let expected = "<ul>\n<li>\nx\n</li>\n<li>\ny\n</li>\n<i>\n-- end\n</ul>"
    #expect(try page(["page": template, "part": "<i>\n"], ["words": ["x", "y"]]) == expected)
  }

  @Test func `a page replaces blocks of its parent, and of the parent's parent`() throws {
    let templates = [
      "shell": "[{{$head}}H{{/head}}{{$main}}M{{/main}}{{>foot}}]",
      "foot": "{{$foot}}F{{/foot}}",
      "middle": "{{<shell}} ignored {{$main}}<{{$inner}}I{{/inner}}>{{/main}}{{/shell}}",
      "page": "{{<middle}}{{$inner}}{{name}}{{/inner}}{{$foot}}f{{/foot}}{{/middle}}",
    ]
    #expect(try page(templates, ["name": "n"]) == "[H<n>f]")
  }

  @Test(arguments: [
    ("{{#a}}x", "template page: a is not closed"),
    ("x{{/a}}", "template page: {{/a}} closes nothing"),
    ("{{#a}}{{/b}}{{/a}}", "template page: {{/b}} closes nothing"),
    ("{{a", "template page: a tag does not end"), ("{{{a}}", "template page: a tag does not end"),
    ("{{ }}", "template page: a tag has no name"),
    ("{{>gone}}", "template page: there is no template gone"),
    ("{{#x}}{{>page}}{{/x}}", "template page: contains itself"),
    ("{{t.gone}}", "template page: there is no text gone"),
  ])
  func `what is wrong with a template is said at the start`(template: String, problem: String) {
    #expect(problems(["page": template]) == [problem])
  }

  /// What a template should give, made together with it.
  private struct Grown {
    var template = ""
    var expected = ""
  }

  @Test func `random templates give what their making says`() throws {
    var random = SystemRandomNumberGenerator()
    let pieces = ["<", "&", "\"", "'", "宝", "\u{301}", " ", "x{y}", "\n.", "}"]
    for _ in 0..<300 {
      let values = (0..<3).map { _ in
        (0..<3).map { _ in pieces.randomElement(using: &random) ?? "" }
      }
      let names = ["a", "b", "c"]
      func grow(_ depth: Int, _ seen: [String: String]) -> Grown {
        var grown = Grown()
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let name = names.randomElement(using: &random) ?? "a"
          switch Int.random(in: 0..<(depth > 0 ? 5 : 3), using: &random) {
          case 0:
            grown.template += "-"
            grown.expected += "-"
          case 1:
            grown.template += "{{\(name)}}"
            grown.expected += Self.escaped(seen[name] ?? "")
          case 2:
            grown.template += "{{{\(name)}}}"
            grown.expected += seen[name] ?? ""
          case 3:
            // Each turn of the list hides `a` behind a value of its own.
            grown.template += "{{#list}}({{a}}{{b}}){{/list}}"
            for turn in values {
              grown.expected += "(\(Self.escaped(turn.joined()))\(Self.escaped(seen["b"] ?? "")))"
            }
          default:
            let inside = grow(depth - 1, seen)
            let isShown = seen[name] != nil
            grown.template += "{{#\(name)}}\(inside.template){{/\(name)}}{{^\(name)}}no{{/\(name)}}"
            grown.expected += isShown ? inside.expected : "no"
          }
        }
        return grown
      }
      let seen = ["a": values[0].joined(), "b": values[1].joined()]
      let grown = grow(3, seen)
      let view: View = [
        "a": seen["a"], "b": seen["b"], "list": values.map { ["a": $0.joined()] as View },
      ]
      let shown = try page(["page": grown.template], view)
      #expect(Array(shown.utf8) == Array(grown.expected.utf8), "\(grown.template)")
    }
  }

  /// The rule of the house, written in another way than the code has it.
  private static func escaped(_ text: String) -> String {
    String(
      decoding: text.utf8.flatMap { byte -> [UInt8] in
        let entities: [UInt8: String] = [
          0x3C: "&lt;", 0x3E: "&gt;", 0x26: "&amp;", 0x22: "&quot;", 0x27: "&#39;",
        ]
        return entities[byte].map { Array($0.utf8) } ?? [byte]
      },
      as: UTF8.self
    )
  }
}
