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

  private func answer(_ question: ServiceQuestion, from volume: KnowledgeShelf.Volume)
    -> ServiceAnswer
  {
    let redFlag = ports.triage?(question.turns, question.childAgeDays) ?? .none
    let text = question.turns.suffix(3).joined(separator: "\n")
    let age =
      question.childAgeDays.map { max(0, $0)...max(0, $0) }
      ?? question.turns.reversed().lazy.compactMap { AgeMention(in: $0)?.days }.first
    let terms = SearchTerms(text, .shared)
    let served = volume.ranked(text, terms, age: age, ports)
    let weights = ports.embed == nil ? ConfidenceWeights.lexical : .withModel
    let confidence = weights.confidence(terms, served)
    var (action, asksAge) = AnswerRule.decide(
      AnswerRule.Situation(
        ranked: served,
        confidence: confidence,
        weights: weights,
        isAgeKnown: age != nil,
        wantsPerson: IntentRule.wantsPerson(question.turns.last ?? ""),
        wantsOwnOrder: IntentRule.wantsOwnOrder(question.turns.last ?? "")
      )
    )
    if redFlag.level == .emergency || redFlag.level == .urgent { action = .handOff }
    let best = served.first.flatMap { volume.entries[$0.document.slug] }
    let isShown = action == .answer
    return ServiceAnswer(
      action: action,
      entry: best?.draft.slug,
      ranked: served.prefix(5).map(\.document.slug),
      confidence: confidence,
      citations: isShown ? best.map { [$0.citation] } ?? [] : [],
      redFlag: redFlag,
      text: isShown ? best?.draft.answer ?? "" : redFlag.action,
      buttons: action == .clarify && !asksAge ? served.prefix(3).map(\.document.question) : []
    )
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

extension KnowledgeShelf.Volume {
  /// The entries for a question, by words and, when there is a model, by meaning.
  func ranked(_ text: String, _ terms: SearchTerms, age: ClosedRange<Int>?, _ ports: AnswerPorts)
    -> [RankedEntry]
  {
    guard let embed = ports.embed, !meanings.isEmpty else {
      return index.ranked(terms, age: age)
    }
    let asked = embed(text)
    let nearness = meanings.map { vectors -> Double in
      let best = vectors.map { zip($0, asked).reduce(Float(0)) { $0 + $1.0 * $1.1 } }.max() ?? 0
      return max(0, (Double(best) - ports.unrelatedCosine) / (1 - ports.unrelatedCosine))
    }
    return index.ranked(terms, age: age, meanings: nearness)
  }
}
