internal import TenantStore

extension Texts {
  /// Everything that is wrong with the texts, for a module's tests and for the start of a server.
  ///
  /// - Parameter languages: The languages that must have every key; none checks only those given.
  /// - Returns: One sentence per problem; empty when all is well.
  public func problems(requiring languages: [String] = []) -> [String] {
    let present = Set(self.languages.keys.map(\.rawValue))
    let missing = languages.filter { !present.contains($0) }.map { "there is no file \($0).txt" }
    return readingProblems + missing + keyProblems + placeholderProblems + branchProblems
  }

  private var allKeys: Set<String> { languages.values.reduce(into: []) { $0.formUnion($1.keys) } }

  private var keyProblems: [String] {
    languages.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { language, texts in
      allKeys.subtracting(texts.keys).sorted().map { "\(language): \($0) is missing" }
        + texts.filter(\.value.isEmpty).keys.sorted().map { "\(language): \($0) is empty" }
    }
  }

  private var placeholderProblems: [String] {
    allKeys.sorted().compactMap { key in
      let names = Set(
        languages.values.compactMap { $0[key] }.map { TextFile.placeholders(of: $0) }
      )
      return names.count > 1 ? "\(key): the languages name different values in braces" : nil
    }
  }

  private var branchProblems: [String] {
    let keys = allKeys
    let parents = keys.reduce(into: Set<String>()) { parents, key in
      var key = key[...]
      while let dot = key.lastIndex(of: ".") {
        key = key[..<dot]
        parents.insert(String(key))
      }
    }
    return keys.intersection(parents).sorted().map { "\($0): is a text and the start of others" }
  }
}
