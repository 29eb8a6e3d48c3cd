/// Signs and the wordings by which people tell them, composed of word classes.
///
/// A file has blocks. `class NAME` and `sign NAME` begin one; each indented line under `class` lists
/// words, each under `sign` is one wording:
/// ```
/// class lips
///   嘴唇 | 嘴巴 | lips
/// sign colour.blue
///   @lips > 发紫 | blue
///   turned blue ! eyes
/// ```
/// `|` separates alternatives, `@` names a class, a trailing `*` leaves the end of a word open, `#` is
/// a test of a quantity (`#times>=3`). Between elements stands `>` (soon after, in one clause), `+` (near
/// in one sentence, in any order), `&` (in the same conversation) or `!` (not in the sentence).
/// `~hypothetical`, `~history`, `~third`, `~commerce`, `~negation` after a sign's name say what does not excuse it.
struct PhraseTable: Sendable {
  enum Link: Sendable {
    case soonAfter, near, sameConversation, absent
  }

  struct Wording: Sendable {
    let sign: Int
    let first: Int
    let rest: [(link: Link, element: Int)]
  }

  struct Use: Sendable {
    let element: Int
    let isOpen: Bool
  }

  struct Sign: Sendable {
    let name: String
    let immune: Scopes
  }

  private(set) var signs: [Sign] = []
  private(set) var wordings: [Wording] = []
  /// The elements that test a quantity.
  private(set) var tests: [(element: Int, test: QuantityTest)] = []
  private(set) var trie = ScalarTrie<[Use]>()
  /// Element of each class by its name.
  private(set) var classes: [String: Int] = [:]
  /// What is wrong with the files, each with its place; empty in a sound table.
  private(set) var problems: [String] = []

  private var literals: [String: [String]] = [:]
  private var interned: [String: Int] = [:]

  init(files: [(name: String, lines: [String])]) {
    let blocks = files.flatMap { file in Self.blocks(file.lines, in: file.name) }
    for block in blocks where block.kind == "class" {
      literals[block.name, default: []] += block.lines.flatMap { TextTable.cells($0) }
    }
    for name in literals.keys.sorted() {
      classes[name] = element("@" + name, place: "class \(name)")
    }
    for block in blocks where block.kind == "sign" { add(sign: block) }
    for block in blocks where block.kind != "sign" && block.kind != "class" {
      problems.append("\(block.place): expected `class NAME` or `sign NAME`, found `\(block.kind)`")
    }
  }

  /// The element of a class.
  func element(ofClass name: String) -> Int? { classes[name] }

  // MARK: Reading

  private struct Block {
    let kind: String
    let name: String
    let flags: [String]
    let place: String
    var lines: [String] = []
  }

  private static func blocks(_ lines: [String], in file: String) -> [Block] {
    var blocks: [Block] = []
    for line in lines {
      if line.hasPrefix(" "), !blocks.isEmpty {
        blocks[blocks.count - 1].lines.append(line.trimmingSpaces())
      } else {
        let words = line.split(separator: " ").map(String.init)
        blocks.append(
          Block(
            kind: words[0],
            name: words.count > 1 ? words[1] : "",
            flags: words.dropFirst(2).map { $0 },
            place: "\(file): \(line)"
          )
        )
      }
    }
    return blocks
  }

  private mutating func add(sign block: Block) {
    let id = signs.firstIndex { $0.name == block.name } ?? signs.count
    if id == signs.count {
      var immune: Scopes = []
      for flag in block.flags {
        guard let scope = Scopes(named: flag) else {
          problems.append("\(block.place): no scope is called \(flag)")
          continue
        }
        immune.insert(scope)
      }
      signs.append(Sign(name: block.name, immune: immune))
    }
    for line in block.lines { add(wording: line, of: id, place: block.place) }
  }

  private mutating func add(wording line: String, of sign: Int, place: String) {
    var parts: [(link: Link, text: String)] = []
    var link = Link.sameConversation
    var words: [Substring] = []
    for word in line.split(separator: " ") {
      let next: Link? =
        switch word {
        case ">": .soonAfter
        case "+": .near
        case "&": .sameConversation
        case "!": .absent
        default: nil
        }
      if let next {
        parts.append((link, words.joined(separator: " ")))
        (link, words) = (next, [])
      } else {
        words.append(word)
      }
    }
    parts.append((link, words.joined(separator: " ")))
    let elements = parts.map { ($0.link, element($0.text, place: place)) }
    wordings.append(
      Wording(
        sign: sign,
        first: elements[0].1,
        rest: elements.dropFirst().map { (link: $0.0, element: $0.1) }
      )
    )
  }

  private mutating func element(_ text: String, place: String) -> Int {
    if let known = interned[text] { return known }
    let id = interned.count
    interned[text] = id
    if text.hasPrefix("#") {
      if let test = QuantityTest(text.dropFirst()) {
        tests.append((id, test))
      } else {
        problems.append("\(place): `\(text)` is no test")
      }
      return id
    }
    for word in words(TextTable.cells(text), place: place, depth: 0) {
      let isOpen = word.hasSuffix("*")
      if word.dropLast().contains("*") {
        problems.append("\(place): `\(word)`: a star stands at the end of a word only")
      }
      let forms = TextFolding.forms(of: isOpen ? String(word.dropLast()) : word)
      if forms.contains([]) { problems.append("\(place): `\(word)` says nothing") }
      for form in forms {
        trie.update(form) { uses in uses = (uses ?? []) + [Use(element: id, isOpen: isOpen)] }
      }
    }
    return id
  }

  private mutating func words(_ cells: [String], place: String, depth: Int) -> [String] {
    cells.flatMap { cell -> [String] in
      guard cell.hasPrefix("@") else { return [cell] }
      guard let members = literals[String(cell.dropFirst())], depth < 8 else {
        problems.append("\(place): no class is called `\(cell)`")
        return []
      }
      return words(members, place: place, depth: depth + 1)
    }
  }
}
