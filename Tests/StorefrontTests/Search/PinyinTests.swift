import Storefront
import Testing

@Suite("Pinyin")
struct PinyinTests {
  @Test(arguments: [
    ("纸尿裤", ["zhi niao ku"], ["znk"]),
    ("奶粉", ["nai fen"], ["nf"]),
    ("嬰兒", ["ying er"], ["ye"]),
    ("女绿", ["nv lv"], ["nl"]),
    ("长", ["chang", "zhang"], ["z", "c"]),
    ("abc", [], []),
  ])
  func `characters are read`(_ text: String, _ readings: [String], _ initials: [String]) {
    #expect(Pinyin.combinations(of: text) == readings)
    #expect(Pinyin.initials(of: text) == Set(initials))
  }

  @Test(arguments: [
    ("zhiniaoku", [["zhi", "niao", "ku"]]),
    ("xian", [["xian"], ["xi", "an"]]),
    ("diaper", []),
    ("x", []),
  ])
  func `letters are cut into syllables`(_ letters: String, _ cuts: [[String]]) {
    for cut in cuts { #expect(Pinyin.cuts(letters).contains(cut)) }
    if cuts.isEmpty { #expect(Pinyin.cuts(letters).isEmpty) }
  }

  @Test func `every cut is of syllables and gives the letters back`() {
    let words = ["yingerche", "nvhai", "fangan", "tiantian", "aoaoaoao", "xianggang"]
    for word in words {
      let cuts = Pinyin.cuts(word)
      #expect(!cuts.isEmpty)
      for cut in cuts {
        #expect(cut.joined() == word)
        #expect(cut.allSatisfy { Pinyin.syllables.contains($0) })
      }
    }
  }

  @Test func `the table has a reading for each of the most common characters`() {
    let common = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会"
    for character in common.unicodeScalars {
      #expect(!Pinyin.readings(of: character).isEmpty, "\(character)")
    }
  }
}

@Suite("Typos")
struct TypoTests {
  @Test(arguments: [
    ("diaper", "diaper", 0), ("diaper", "daiper", 1), ("diaper", "diper", 1),
    ("pampers", "pamperss", 1), ("thermometer", "termometre", 2), ("bottle", "cotton", nil),
  ])
  func `edits are counted`(_ left: String, _ right: String, _ distance: Int?) {
    #expect(TypoRule.distance(left, right, limit: 2) == distance)
    #expect(TypoRule.distance(right, left, limit: 2) == distance)
  }

  /// What the keys promise: every word within one edit shares a form with what was typed.
  @Test func `each word within one edit is among the candidates`() {
    var random = SystemRandomNumberGenerator()
    let letters = Array("abcdeinorst")
    for _ in 0..<500 {
      let word = String((0..<Int.random(in: 5...12)).map { _ in letters.randomElement()! })
      var typed = Array(word)
      let place = Int.random(in: 0..<typed.count - 1)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: typed.remove(at: place)
      case 1: typed.insert(letters.randomElement()!, at: place)
      case 2: typed[place] = letters.randomElement()!
      default: typed.swapAt(place, place + 1)
      }
      let shared = TypoRule.forms(of: word).intersection(TypoRule.searchedForms(of: String(typed)))
      #expect(!shared.isEmpty, "\(word) \(String(typed))")
    }
  }
}
