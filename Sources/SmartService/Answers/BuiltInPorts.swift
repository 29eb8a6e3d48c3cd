internal import Foundation

extension AnswerPorts {
  /// What the rules of ``Triage`` say, in the language of the newest message that tells one.
  static func builtInTriage(_ question: ServiceQuestion) -> RedFlag {
    let earlier = question.turns.dropLast()
    let said = [question.turns.last ?? ""] + (question.heard?.others ?? [])
    let results = Triage.assess(
      earlier: earlier,
      alternatives: said,
      childAgeDays: question.childAgeDays
    )
    let flags = zip(said, results).map { last, result in
      redFlag(result, of: question, in: [last] + earlier.reversed())
    }
    func rank(_ flag: RedFlag) -> (TriageLevel, Int) {
      (flag.level, question.toldRules.contains(flag.ruleID ?? "") ? 0 : 1)
    }
    return flags.max { rank($0) < rank($1) } ?? .none
  }

  /// What is told of a result, in the language of the newest turn that has one.
  private static func redFlag(
    _ result: TriageResult,
    of question: ServiceQuestion,
    in newestFirst: [String]
  ) -> RedFlag {
    // What was told stays told; a second danger, as grave or less, is told as well.
    let untold = [result.rule, result.newest].compactMap(\.self)
      .first { !question.toldRules.contains($0.id) }
    guard let rule = untold ?? result.rule else { return .none }
    let written = newestFirst.lazy.compactMap { LanguageIdentifier.language(of: $0) }.first
    return RedFlag(
      level: rule.level,
      ruleID: rule.id,
      action: rule.action(
        language: written ?? question.languages.first ?? "zh",
        country: question.country
      )
    )
  }

  /// Ports with the built-in triage and, where models are installed, their embeddings.
  ///
  /// With both models a sentence is the two points side by side, weighted so that the cosine is the
  /// mean of theirs by the weights that were measured to rank best: the better model 0.87, the light
  /// one 0.13.
  /// - Parameter models: Where models are installed; words and rules only without one.
  /// - Returns: The ports.
  /// - Throws: ``ModelFileError`` when a model is installed and broken.
  public static func builtIn(models: ModelStore?) throws(ModelFileError) -> Self {
    var ports = Self()
    let (better, light) = (try models?.e5Encoder(), try models?.useEncoder())
    switch (better, light) {
    case (let better?, let light?):
      let share: Float = 0.87
      ports.embed = { text in
        better.embed(text).map { $0 * share.squareRoot() }
          + light.embed(text).map { $0 * (1 - share).squareRoot() }
      }
      ports.unrelatedCosine = unrelatedByBetter * Double(share)
    case (let better?, nil):
      ports.embed = { better.embed($0) }
      ports.unrelatedCosine = unrelatedByBetter
    case (nil, let light?):
      ports.embed = { light.embed($0) }
      ports.unrelatedCosine = 0
    case (nil, nil): break
    }
    return ports
  }

  private static let unrelatedByBetter = 0.75
}
