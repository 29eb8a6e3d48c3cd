/// Which words of a message are denied, past, imagined, somebody else's or about goods.
struct ScopeMap: Sendable {
  private let reading: Reading
  private let negators: [Range<Int>]
  private let negatorsBehind: [Range<Int>]
  private let coordinators: [Range<Int>]
  private let denied: Set<Int>
  private let imagined: Bool
  private let pasts: [Range<Int>]
  private let presents: [Range<Int>]
  private let nows: [Range<Int>]
  private let ifs: [Range<Int>]
  private let learning: [Range<Int>]
  private let happened: [Range<Int>]
  private let patients: [Range<Int>]
  private let strangers: [Range<Int>]
  private let persons: [Range<Int>]
  private let owns: [Range<Int>]
  private let pronouns: [Range<Int>]
  private let children: [Range<Int>]
  private let ownChildren: [Range<Int>]
  private let goods: [Range<Int>]
  private let commerceSentences: Set<Int>
  private let isCommercial: Bool
  private let isOthersOver: Bool

  init(_ reading: Reading) {
    self.reading = reading
    let text = reading.text
    negators = Self.free(reading.places(of: "negator"), in: reading)
    negatorsBehind = Self.free(reading.places(of: "negatorBehind"), in: reading)
    coordinators = reading.places(of: "coordinator")
    nows = reading.places(of: "now")
    presents = reading.places(of: "present") + nows
    let neverBefore = WordCover(reading.places(of: "pastNot"), length: text.scalars.count)
    pasts =
      reading.places(of: "past").filter { !neverBefore.holds($0) } + Self.agoes(reading)
    ifs = reading.places(of: "if")
    learning = reading.places(of: "learning")
    happened = reading.places(of: "happened")
    imagined = reading.has("imagined")
    patients = reading.places(of: "patient")
    strangers = Self.free(reading.places(of: "stranger"), in: reading, besides: [])
    persons = reading.places(of: "otherPerson")
    owns = reading.places(of: "own")
    children = reading.places(of: "patientChild")
    let possessives = reading.places(of: "theirs")
    pronouns = reading.places(of: "pronoun").filter { pronoun in
      !possessives.contains { $0.overlaps(pronoun) }
    }
    let theirs = Set(possessives.map(\.upperBound))
    ownChildren = children.filter {
      !theirs.contains($0.lowerBound) && !theirs.contains($0.lowerBound - 1)
    }
    // The battery that is swallowed is no battery to be bought.
    goods = Self.free(reading.places(of: "goods"), in: reading, besides: ["goods"])
    let commerce = reading.places(of: "commerce")
    commerceSentences = Set(commerce.map { text.sentences[$0.lowerBound] })
    isCommercial = !commerce.isEmpty
    isOthersOver = reading.has("over") || reading.has("hearsay")
    denied = Self.answeredNo(reading, negators)
  }

  /// The scopes that hold a word or a quantity that stands at `range`.
  func scopes(of range: Range<Int>) -> Scopes {
    var scopes: Scopes = []
    if isNegated(range) { scopes.insert(.negation) }
    if isPast(range) { scopes.insert(.history) }
    if isHypothetical(range) { scopes.insert(.hypothetical) }
    if isOfOthers(range) { scopes.insert(.third) }
    if isAboutGoods(range) { scopes.insert(.commerce) }
    return scopes
  }

  // MARK: Negation

  /// Words that are no part of a longer word of the tables, as the negator of 叫不醒 is.
  private static func free(
    _ words: [Range<Int>],
    in reading: Reading,
    besides classes: [String] = ["negator", "negatorBehind"]
  ) -> [Range<Int>] {
    guard !words.isEmpty else { return [] }
    let others = reading.placesOfOthers(than: classes)
    let cover = WordCover(others, length: reading.text.scalars.count)
    return words.filter { !cover.holds($0) }
  }

  private func isNegated(_ range: Range<Int>) -> Bool {
    if denied.contains(reading.text.clauses[range.lowerBound]) { return true }
    if negatorsBehind.contains(where: { follows($0, range) }) { return true }
    return negators.contains { reaches($0, range) } || isListed(range)
  }

  private func reaches(_ negator: Range<Int>, _ range: Range<Int>) -> Bool {
    let text = reading.text
    guard negator.upperBound <= range.lowerBound,
      text.clauses[negator.lowerBound] == text.clauses[range.lowerBound]
    else { return false }
    return range.lowerBound - negator.upperBound <= reach(at: negator)
      && !hasStop(between: negator.upperBound, and: range.lowerBound)
  }

  private func follows(_ negator: Range<Int>, _ range: Range<Int>) -> Bool {
    let text = reading.text
    guard negator.lowerBound >= range.upperBound,
      text.clauses[negator.lowerBound] == text.clauses[range.lowerBound],
      negator.lowerBound - range.upperBound <= 9,
      // A Korean word in -지 waits for its negation: 마시지 않아요.
      text.scalars[range.upperBound - 1] != "지"
    else { return false }
    return !hasStop(between: range.upperBound, and: negator.lowerBound)
  }

  /// How far a negator reaches, in scalars: words of spaced scripts are longer.
  private func reach(at negator: Range<Int>) -> Int {
    let first = reading.text.scalars[negator.lowerBound]
    return first.isSpacedLetter ? 34 : first.isThai ? 20 : 7
  }

  /// "No fever, vomiting or rash": the clauses of a list share the negator of the first.
  private func isListed(_ range: Range<Int>) -> Bool {
    let text = reading.text
    let clause = text.clauses[range.lowerBound]
    guard clause > 0 else { return false }
    let start = text.clauses.firstIndex(of: clause) ?? range.lowerBound
    guard range.lowerBound - start <= 7 else { return false }
    let sentence = text.sentences[range.lowerBound]
    guard
      coordinators.contains(where: {
        text.sentences[$0.lowerBound] == sentence && $0.lowerBound >= start - 1
      })
    else { return false }
    return negators.contains {
      text.sentences[$0.lowerBound] == sentence && $0.upperBound <= start
        && start - $0.upperBound <= 60
        && !hasStop(between: $0.upperBound, and: range.lowerBound)
    }
  }

  private func hasStop(between start: Int, and end: Int) -> Bool {
    reading.places(of: "negationStop").contains {
      start <= $0.lowerBound && $0.upperBound <= end
    }
  }

  /// Clauses that ask and are answered with a bare no: 抽过吗？没有.
  ///
  /// "Fits? No fever" denies no fits.
  private static func answeredNo(_ reading: Reading, _ negators: [Range<Int>]) -> Set<Int> {
    let text = reading.text
    var clauses: Set<Int> = []
    for negator in negators where negator.lowerBound > 0 {
      let rest = text.scalars[negator.upperBound...]
        .drop { $0 == " " || Self.particles.contains($0) }
      guard rest.first.map({ ",.!?\n".unicodeScalars.contains($0) }) ?? true else { continue }
      var before = negator.lowerBound - 1
      while before > 0, text.scalars[before] == " " { before -= 1 }
      if text.scalars[before] == "?" { clauses.insert(text.clauses[before]) }
    }
    return clauses
  }

  /// What may follow a no without saying more.
  private static let particles = Set("的啊呀哦噢呢哈吧了".unicodeScalars)

  // MARK: Past

  /// 三年前, "two months ago": quantities of two weeks or more with a word of "ago" at them.
  private static func agoes(_ reading: Reading) -> [Range<Int>] {
    let words = reading.places(of: "ago")
    return reading.quantities.compactMap { quantity in
      guard let hours = quantity.hours, hours >= 14 * 24 else { return nil }
      let word = words.first {
        (0...2).contains($0.lowerBound - quantity.range.upperBound)
          || ((0...2).contains(quantity.range.lowerBound - $0.upperBound)
            && reading.text.scalars[$0.lowerBound].isSpacedLetter)
      }
      return word.map {
        min(
          $0.lowerBound,
          quantity.range.lowerBound
        )..<max(
          $0.upperBound,
          quantity.range.upperBound
        )
      }
    }
  }

  private func isPast(_ range: Range<Int>) -> Bool {
    let text = reading.text
    let (clause, sentence) = (text.clauses[range.lowerBound], text.sentences[range.lowerBound])
    let pasts = pasts.filter { text.sentences[$0.lowerBound] == sentence }
    guard !pasts.isEmpty else { return false }
    let present =
      presents.filter { $0.lowerBound <= range.lowerBound }.map(\.lowerBound).max() ?? -1
    if let past = pasts.filter({ $0.lowerBound <= range.lowerBound }).map(\.lowerBound).max() {
      return past > present
    }
    // "Had a seizure last year but is fine now": the time stands behind the word.
    return pasts.contains { past in
      text.clauses[past.lowerBound] == clause
        && !presents.contains {
          text.clauses[$0.lowerBound] == clause && $0.lowerBound < past.lowerBound
        }
    }
  }

  // MARK: Imagined

  /// An "if" holds in its own clause; what is asked to learn or only imagined leaves alone the clauses
  /// that tell what happened, or to whom.
  private func isHypothetical(_ range: Range<Int>) -> Bool {
    let text = reading.text
    let clause = text.clauses[range.lowerBound]
    func isHere(_ word: Range<Int>) -> Bool { text.clauses[word.lowerBound] == clause }
    if nows.contains(where: { isHere($0) && $0.lowerBound <= range.upperBound }) { return false }
    if ifs.contains(where: { isHere($0) && $0.lowerBound <= range.lowerBound }) { return true }
    let isOwn = !persons.contains(where: isHere) && !strangers.contains(where: isHere)
    if isOwn, happened.contains(where: isHere) { return false }
    if learning.contains(where: isHere) { return true }
    if isOwn, patients.contains(where: isHere) { return false }
    let sentence = text.sentences[range.lowerBound]
    return imagined || learning.contains { text.sentences[$0.lowerBound] == sentence }
  }

  // MARK: Others and goods

  private func isOfOthers(_ range: Range<Int>) -> Bool {
    let text = reading.text
    let sentence = text.sentences[range.lowerBound]
    let before = strangers.last {
      text.sentences[$0.lowerBound] == sentence && $0.lowerBound <= range.lowerBound
    }
    if let before,
      !patients.contains(where: {
        before.upperBound <= $0.lowerBound && $0.upperBound <= range.lowerBound
      })
    {
      return true
    }
    guard let person = persons.last(where: { $0.lowerBound <= range.lowerBound }) else {
      return false
    }
    let isOwn = owns.contains {
      person.upperBound <= $0.lowerBound && $0.upperBound <= range.lowerBound
    }
    if isOwn || isChildTold(between: person, and: range) { return false }
    if isPronounTold(between: person, and: range) { return false }
    return isOthersOver || nows.isEmpty
  }

  /// 隔壁阿姨帮我看着，他叫不醒了: a pronoun in a later clause is the writer's child, unless it stands for
  /// a child of the other person.
  private func isPronounTold(between person: Range<Int>, and range: Range<Int>) -> Bool {
    let clauses = reading.text.clauses
    return pronouns.contains { pronoun in
      clauses[person.lowerBound] < clauses[pronoun.lowerBound]
        && pronoun.upperBound <= range.lowerBound
        && !children.contains {
          $0.lowerBound >= person.lowerBound && $0.upperBound <= pronoun.lowerBound
        }
    }
  }

  /// 朋友家，宝宝抽搐了: a child in a later clause than the other person, and not called theirs.
  private func isChildTold(between person: Range<Int>, and range: Range<Int>) -> Bool {
    let clauses = reading.text.clauses
    return ownChildren.contains {
      clauses[person.lowerBound] < clauses[$0.lowerBound] && $0.upperBound <= range.lowerBound
    }
  }

  /// Words about goods where nobody is ill: a patient in the sentence leaves only a thing in the
  /// word's own clause.
  private func isAboutGoods(_ range: Range<Int>) -> Bool {
    guard isCommercial else { return false }
    let text = reading.text
    let clause = text.clauses[range.lowerBound]
    let sentence = text.sentences[range.lowerBound]
    let patient = patients.last { text.sentences[$0.lowerBound] == sentence }
    let hasChild = children.contains { text.sentences[$0.lowerBound] == sentence }
    let good = goods.last {
      text.sentences[$0.lowerBound] == sentence && $0.lowerBound <= range.lowerBound
        && (clause - (hasChild ? 0 : 1)...clause).contains(text.clauses[$0.lowerBound])
    }
    if let good, patient.map({ $0.lowerBound < good.lowerBound }) ?? true {
      return patient == nil || !nowIn(sentence)
    }
    return patient == nil && !nowIn(sentence)
  }

  private func nowIn(_ sentence: Int) -> Bool {
    nows.contains { reading.text.sentences[$0.lowerBound] == sentence }
  }
}

extension Reading {
  /// All places of words of the tables but those of some classes.
  func placesOfOthers(than names: [String]) -> [Range<Int>] {
    let left = Set(names.compactMap(table.element(ofClass:)))
    return places.flatMap { left.contains($0.key) ? [] : $0.value }
  }
}
