/// Finds the signs that a conversation tells, and in which scopes.
struct SignMatcher: Sendable {
  /// A sign where it is told.
  struct Found: Sendable {
    let sign: Int
    let places: [Transcript.Place]
    let scopes: Scopes
  }

  let table: PhraseTable

  /// Every sign of the table in the conversation, in the wording that has the fewest scopes.
  func signs(in transcript: Transcript) -> [Found] {
    var best: [Int: Found] = [:]
    for wording in table.wordings {
      let first = transcript.places(of: wording.first)
      guard !first.isEmpty else { continue }
      if let known = best[wording.sign], known.scopes.isEmpty { continue }
      for place in first.suffix(Self.mostPlaces) {
        guard let found = match(wording, from: place, in: transcript) else { continue }
        if best[wording.sign].map({ found.scopes.count < $0.scopes.count }) ?? true {
          best[wording.sign] = found
        }
        if found.scopes.isEmpty { break }
      }
    }
    return best.values.sorted { $0.sign < $1.sign }
  }

  /// Places of one word that are tried.
  private static let mostPlaces = 24

  private func match(
    _ wording: PhraseTable.Wording,
    from first: Transcript.Place,
    in transcript: Transcript
  ) -> Found? {
    var places = [first]
    for (link, element) in wording.rest {
      let candidates = transcript.places(of: element)
      if link == .absent {
        if candidates.contains(where: { isInSentence($0, of: first, in: transcript) }) {
          return nil
        }
        continue
      }
      let fitting = candidates.suffix(Self.mostPlaces).filter {
        fits($0, after: places, link: link, in: transcript)
      }
      // A word that is told as present counts before a nearer one that is denied.
      guard
        let next = fitting.min(by: {
          (transcript.scopes(of: $0).count, distance($0, places))
            < (transcript.scopes(of: $1).count, distance($1, places))
        })
      else { return nil }
      places.append(next)
    }
    let immune = table.signs[wording.sign].immune
    let scopes = places.reduce(into: Scopes()) { $0.formUnion(transcript.scopes(of: $1)) }
    return Found(sign: wording.sign, places: places, scopes: scopes.subtracting(immune))
  }

  private func isInSentence(
    _ place: Transcript.Place,
    of other: Transcript.Place,
    in transcript: Transcript
  ) -> Bool {
    let sentences = transcript.text(of: other.message).sentences
    return place.message == other.message
      && sentences[place.range.lowerBound] == sentences[other.range.lowerBound]
  }

  private func fits(
    _ place: Transcript.Place,
    after places: [Transcript.Place],
    link: PhraseTable.Link,
    in transcript: Transcript
  ) -> Bool {
    guard let last = places.last,
      !places.contains(where: { $0.message == place.message && $0.range.overlaps(place.range) })
    else { return false }
    if link == .sameConversation { return true }
    guard isInSentence(place, of: last, in: transcript) else { return false }
    let text = transcript.text(of: last.message)
    let first = text.scalars[last.range.lowerBound]
    // Words of spaced scripts and of Thai are about four times as long as those in Han.
    let scale = first.isSpacedLetter || first.isThai ? 4 : 1
    if link == .near { return distance(place, places) <= 18 * scale }
    let gap = place.range.lowerBound - last.range.upperBound
    return gap >= 0 && gap <= (scale == 1 ? 12 : 36)
      && text.clauses[place.range.lowerBound] == text.clauses[last.range.lowerBound]
  }

  private func distance(_ place: Transcript.Place, _ places: [Transcript.Place]) -> Int {
    places.map { other in
      guard other.message == place.message else {
        return 1_000 * abs(other.message - place.message)
      }
      return place.range.lowerBound >= other.range.upperBound
        ? place.range.lowerBound - other.range.upperBound
        : other.range.lowerBound - place.range.upperBound
    }.min() ?? 0
  }
}
