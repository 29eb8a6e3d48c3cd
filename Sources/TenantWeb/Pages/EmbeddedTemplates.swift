extension [String: String] {
  /// The templates among the files that EmbedText compiled in, by the names that a module uses.
  ///
  /// `Templates/home.mustache` becomes `prefix/home`.
  public func templates(prefix: String) -> [String: String] {
    let pairs = compactMap { path, text -> (String, String)? in
      guard path.hasPrefix("Templates/"), path.hasSuffix(".mustache") else { return nil }
      return ("\(prefix)/\(path.dropFirst(10).dropLast(9))", text)
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
