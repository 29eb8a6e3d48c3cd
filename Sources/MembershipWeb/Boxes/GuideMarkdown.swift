/// Makes HTML of the Markdown that a merchant writes: paragraphs, headings, lists, bold words and links
/// to other sites; everything else stays as it was typed.
enum GuideMarkdown {
  private enum Block {
    case heading(String)
    case item(String, isOrdered: Bool)
    case words(String)
    case gap
  }

  /// The HTML, safe to stand in a section of a page.
  static func html(_ text: String) -> String {
    var (html, list, words): (String, String?, [String]) = ("", nil, [])
    func endWords() {
      if !words.isEmpty { html += "<p>\(words.joined(separator: "\n"))</p>" }
      words = []
    }
    func endList() {
      if let open = list { html += "</\(open)>" }
      list = nil
    }
    // Browsers end lines with two characters that Swift takes for one.
    let lines = text.replacing("\r\n", with: "\n")
    for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
      switch block(line.drop { $0 == " " }) {
      case .gap:
        endWords()
        endList()
      case .heading(let title):
        endWords()
        endList()
        html += "<h3>\(inline(title))</h3>"
      case .item(let item, let isOrdered):
        endWords()
        let name = isOrdered ? "ol" : "ul"
        if list != name {
          endList()
          html += "<\(name)>"
          list = name
        }
        html += "<li>\(inline(item))</li>"
      case .words(let line):
        endList()
        words.append(inline(line))
      }
    }
    endWords()
    endList()
    return html
  }

  private static func block(_ line: Substring) -> Block {
    if line.isEmpty { return .gap }
    if let found = line.wholeMatch(of: /#{1,6} +(.+)/) { return .heading(String(found.1)) }
    if let found = line.wholeMatch(of: /[-*] +(.+)/) {
      return .item(String(found.1), isOrdered: false)
    }
    if let found = line.wholeMatch(of: /[0-9]{1,3}[.)] +(.+)/) {
      return .item(String(found.1), isOrdered: true)
    }
    return .words(String(line))
  }

  private static func inline(_ text: String) -> String {
    escaped(text)
      .replacing(/\[([^\[\]]+)\]\((https:\/\/[^\s()]+)\)/) { found in
        "<a href=\"\(found.2)\" rel=\"noopener noreferrer\">\(found.1)</a>"
      }
      .replacing(/\*\*([^*]+)\*\*/) { found in "<strong>\(found.1)</strong>" }
  }

  /// By bytes: a quote that a combining mark follows is another character than the quote.
  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
      case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
      case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
      case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
      case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
