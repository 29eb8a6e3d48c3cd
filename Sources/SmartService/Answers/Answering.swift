internal import Foundation
public import TenantStore

extension ServiceDesk {
  /// Answers a question from what is published, after triage, which nothing overrules.
  ///
  /// - Parameters:
  ///   - question: The talk and what is known of the child.
  ///   - querying: Whose knowledge answers.
  /// - Returns: What is done, with the entry's own words.
  /// - Throws: What the database refuses.
  public func answer(_ question: ServiceQuestion, from querying: some TenantQuerying) async throws
    -> ServiceAnswer
  {
    let volume = try await shelf.volume(from: querying, embed: ports.embed)
    return answer(question, from: volume)
  }

  /// Answers many questions from one reading of what is published.
  public func answers(to questions: [ServiceQuestion], from querying: some TenantQuerying)
    async throws -> [ServiceAnswer]
  {
    let volume = try await shelf.volume(from: querying, embed: ports.embed)
    return questions.map { answer($0, from: volume) }
  }

  private func answer(_ question: ServiceQuestion, from volume: KnowledgeVolume) -> ServiceAnswer {
    let redFlag = ports.triage(question)
    let last = question.turns.last ?? ""
    let age = Self.age(in: question)
    let found = search(question, age: age, in: volume)
    var (action, asksAge) = AnswerRule.decide(
      AnswerRule.Situation(
        ranked: found.ranked,
        confidence: found.confidence,
        weights: confidenceWeights(volume),
        isAgeKnown: age != nil,
        wantsPerson: IntentRule.wantsPerson(last) || IntentRule.complains(last),
        wantsOwnOrder: IntentRule.wantsOwnOrder(last)
      )
    )
    let isDanger =
      redFlag.level >= .urgent && !question.toldRules.contains(redFlag.ruleID ?? "")
    // Widened by the graph it is only ever asked for, never answered.
    let near = action == .refuse ? nearby(question, age: age, in: volume) : []
    if !near.isEmpty { (action, asksAge) = (.clarify, false) }
    let isUnheard = question.heard?.isUnsure == true && action != .handOff
    if isUnheard { (action, asksAge) = (.clarify, false) }
    if isDanger { (action, asksAge) = (.handOff, false) }
    let best = found.ranked.first.flatMap { volume.entries[$0.document.slug] }
    let isShown = action == .answer
    let nearest =
      near.isEmpty ? found.ranked.prefix(3).map(\.document.question) : near.map(\.draft.question)
    let choices = isUnheard ? Self.hypotheses(question) : nearest
    return ServiceAnswer(
      action: action,
      handOff: action == .handOff
        ? (isDanger ? .redFlag : IntentRule.complains(last) ? .complaint : .asked) : nil,
      entry: best?.draft.slug,
      ranked: found.ranked.prefix(5).map(\.document.slug),
      confidence: found.confidence,
      citations: isShown ? best.map { [$0.citation] } ?? [] : [],
      redFlag: redFlag,
      text: isShown ? best?.draft.answer ?? "" : redFlag.action,
      buttons: action == .clarify && !asksAge ? choices : [],
      asksAge: asksAge,
      asksHeard: isUnheard && action == .clarify,
      language: best?.draft.language,
      ageDays: age
    )
  }

  /// Entries around what a question names, where search found none that is sure enough: at most three, in
  /// a language that the reader reads.
  private func nearby(
    _ question: ServiceQuestion,
    age: ClosedRange<Int>?,
    in volume: KnowledgeVolume
  ) -> [KnowledgeEntry] {
    guard !volume.graph.isEmpty, let text = question.turns.last,
      let language = volume.languages(
        preferred: [LanguageIdentifier.language(of: text)].compactMap(\.self) + question.languages
      ).first
    else { return [] }
    let named = volume.graph.named(in: SearchText(text))
    guard !named.isEmpty else { return [] }
    return Array(
      volume.entries(explaining: named, age: age)
        .filter { KnowledgeVolume.language(of: $0.draft.language) == language }.prefix(3)
    )
  }

  /// What may have been said, to be chosen from.
  private static func hypotheses(_ question: ServiceQuestion) -> [String] {
    Array(([question.turns.last ?? ""] + (question.heard?.others ?? [])).prefix(3))
  }

  private func confidenceWeights(_ volume: KnowledgeVolume) -> ConfidenceWeights {
    ports.embed != nil && volume.hasMeanings ? .withModel : .lexical
  }

  /// The age that the newest turn tells which tells one, beside that of the profile.
  private static func age(in question: ServiceQuestion) -> ClosedRange<Int>? {
    Ages.window(
      question.turns.reversed(),
      profileDays: question.childAgeDays.map { max(0, $0) }
    )
  }

  private typealias Found = (ranked: [RankedEntry], confidence: Double)

  /// Looks in one language after the other; an answer never mixes two.
  private func search(
    _ question: ServiceQuestion,
    age: ClosedRange<Int>?,
    in volume: KnowledgeVolume
  ) -> Found {
    let text = question.turns.suffix(3).joined(separator: "\n")
    let terms = SearchTerms(text, .shared)
    let point = volume.hasMeanings ? ports.embed?(text) : nil
    let written = question.turns.last.flatMap { LanguageIdentifier.language(of: $0) }
    let weights = confidenceWeights(volume)
    var best: Found = ([], 0)
    for language in volume.languages(preferred: [written].compactMap(\.self) + question.languages) {
      guard let section = volume.sections[language] else { continue }
      let ranked = section.ranked(
        terms,
        point: point,
        age: age,
        unrelated: ports.unrelatedCosine
      )
      let found: Found = (ranked, weights.confidence(terms, ranked))
      if found.confidence >= weights.refusesBelow { return found }
      if found.confidence > best.confidence { best = found }
    }
    return best
  }
}

extension KnowledgeEntry {
  /// How an answer names this entry.
  var citation: KnowledgeCitation {
    KnowledgeCitation(
      entry: draft.slug,
      version: version,
      source: draft.source,
      reviewer: reviewer
    )
  }
}
