extension View {
  /// An entry of a list of names with values, such as the facts of a product.
  public static func fact(_ name: String, _ value: String) -> Self {
    ["name": name, "value": value]
  }
}
