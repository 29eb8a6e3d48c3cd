public import TenantStore

/// Why something of recommendations was refused.
public struct RecommendRefusal: Refusal, Equatable {
  /// The stable codes of recommendations.
  public enum Code: String, RefusalCode {
    case tooManySignals = "recommend.too_many_signals"
    case modelNotFound = "recommend.model_not_found"
    case insightBudgetSpent = "recommend.insight_budget_spent"
    case insightQuestionInvalid = "recommend.insight_question_invalid"
    case audienceInvalid = "recommend.audience_invalid"
    case audienceNotFound = "recommend.audience_not_found"
    case itemLabelInvalid = "recommend.item_label_invalid"
    case channelCostInvalid = "recommend.channel_cost_invalid"
    case developmentTagInvalid = "recommend.development_tag_invalid"
    case salesInvalid = "recommend.sales_invalid"
    case supplyTermInvalid = "recommend.supply_term_invalid"
    case goodsNotFound = "recommend.goods_not_found"
  }

  /// Which refusal this is.
  public let code: Code
  /// Values that explain it.
  public let details: [String: JSONValue]

  /// Creates a refusal.
  public init(_ code: Code, details: [String: JSONValue] = [:]) {
    self.code = code
    self.details = details
  }
}

extension RecommendRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .tooManySignals: .tooLarge
    case .modelNotFound, .goodsNotFound, .audienceNotFound: .notFound
    case .insightBudgetSpent: .conflict
    case .insightQuestionInvalid, .audienceInvalid, .itemLabelInvalid, .channelCostInvalid,
      .developmentTagInvalid, .salesInvalid, .supplyTermInvalid:
      .invalid
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .tooManySignals: "More events were sent at once than are taken."
    case .modelNotFound: "There is no such model."
    case .insightBudgetSpent:
      "What reports of this year may tell of the people in them is used up for this one."
    case .insightQuestionInvalid: "The report's question has a value that is not allowed."
    case .audienceInvalid: "The audience has a value that is not allowed."
    case .audienceNotFound: "There is no such audience."
    case .itemLabelInvalid: "What is said of an item has a value that is not allowed."
    case .channelCostInvalid: "A channel's cost has a value that is not allowed."
    case .developmentTagInvalid: "What an item is said to train has a value that is not allowed."
    case .salesInvalid: "A past sale has an article, a place, a day or units out of range."
    case .supplyTermInvalid:
      "A lead time, pack, shelf life, cost or number of pieces is out of range."
    case .goodsNotFound: "There are no such goods on their way."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .tooManySignals: "Send at most as many at once as the details say."
    case .modelNotFound: "Train one first, or name a version that the list shows."
    case .insightBudgetSpent:
      "Ask a question that was answered before, one that costs less, or wait for the next year."
    case .insightQuestionInvalid, .audienceInvalid, .itemLabelInvalid, .channelCostInvalid,
      .developmentTagInvalid:
      "Correct the field that the details name."
    case .audienceNotFound: "Look at the list of audiences."
    case .salesInvalid: "Mend the one whose number the details say; nothing was kept."
    case .supplyTermInvalid: "Mend the field that the details name."
    case .goodsNotFound: "They may have arrived already; look at the article again."
    }
  }
}
