/// An entry that was found, with what speaks for it.
struct RankedEntry: Sendable {
  let document: KnowledgeDocument
  let signals: RankingSignals
  /// The weighted sum of the signals.
  var score: Double
}

/// What speaks for an entry, each signal about 0 to 1 whatever the length of the question.
///
/// They are shares of what the question could have had, never z-scores: those let the many entries
/// that have nothing in common with a question decide.
struct RankingSignals: Hashable, Sendable {
  /// BM25 over characters, pairs and words, all fields.
  var text = 0.0
  /// Share of the question's concepts, each counted up to once.
  var capped = 0.0
  /// Share of the question's topics, saturating.
  var topics = 0.0
  /// Agreement of the type of question.
  var type = 0.0
  /// Cosine of the concepts with the best of the entry's questions.
  var agreement = 0.0
  /// Share of that question's topics that the text names.
  var named = 0.0
  /// The same for the entry's main question.
  var titleNamed = 0.0
  /// Cosine of the wording with the best of the entry's questions.
  var wording = 0.0
  /// How narrow the stage is that the age falls into.
  var narrow = 0.0
  /// Everyday words in common.
  var words = 0.0
  /// Cosine of sentence embeddings above what unrelated sentences have, when a model is installed.
  var meaning = 0.0

  /// The signals in the order of the weights.
  var values: [Double] {
    [
      text, capped, topics, type, agreement, named, titleNamed, wording, narrow, words, meaning,
    ]
  }
}
