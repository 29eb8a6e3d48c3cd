extension Vignette {
  /// What fresh readers found.
  static let foundByReaders = """
    emergency | - | - | 孩子突然抽搐翻白眼什么情况
    emergency | - | - | my baby turned blue and is not breathing what is happening
    emergency | - | - | 他会不会是抽风了，翻白眼，叫不醒
    emergency | - | - | 宝宝抽搐了两分钟，现在好好的，还用去医院吗
    emergency | - | - | 宝宝抽搐了怎么办？没有发烧
    emergency | - | - | 叫不醒怎么办？不会有事吧
    emergency | - | - | 宝宝撞到头吐了四次要紧吗？没有流血
    emergency | - | - | Is she having a seizure? No fever
    emergency | - | - | 他以前从来没有这样，嘴唇发紫，喘不上气
    emergency | - | - | 孩子以前身体很好。吃完花生喘不上气
    emergency | - | - | 老大吞了纽扣电池
    emergency | - | - | 老大叫不醒了
    none | - | - | 什么情况下孩子会抽搐
    none | - | - | 什么情况算抽搐
    none | - | - | 以前没抽过
    none | - | - | 生老大的时候大出血过
    none | - | - | 怀老大的时候吐血
    none | - | - | 抽过吗？没有的
    none | - | - | 如果宝宝突然噎住了怎么办
    none | - | - | Seizure? No.
    emergency | - | - | 我在朋友家，宝宝抽搐了
    emergency | - | - | 同事给的花生，宝宝吃完嘴唇肿了喘不上气
    emergency | - | - | 宝宝吃了你们家的米粉，全身起疹子，嘴唇肿了，喘不上气
    emergency | - | - | 没有惊厥史，今天突然抽搐
    emergency | - | - | 宝宝用你们家奶瓶喝奶，喘不上气，脸发紫
    urgent | - | 200 | 昨天37.2，今天只有35.3
    urgent | - | 200 | 今天只有35.3，昨天37.2
    none | - | 200 | 刚才35.3，捂了一会儿复测36.6
    none | - | - | 邻居家孩子抽搐了
    none | - | - | 朋友的宝宝吃花生嘴唇肿了喘不上气
    urgent | - | 120 | her fever is up to 39.4
    urgent | - | 120 | температура поднялась до 39
    urgent | - | 60 | 不到39度
    urgent | - | 150 | 还没到39.5度
    none | - | 40 | 洗澡水38度合适吗
    none | - | 40 | 热水38度洗澡可以吗
    none | - | 40 | 水温调到38度行不行
    urgent | - | 40 | 喝了点水，38.5度
    urgent | - | 40 | 喝了点水还是38.5度
    urgent | - | 40 | 38.5度不肯喝水
    urgent | - | 40 | 发烧38.5度，能洗热水澡吗
    urgent | - | - | 大的三岁，小的才四十天，今天烧到38.5
    urgent | - | - | 三个月 || 说错了，两个月，38.2
    urgent | - | - | 宝宝三个月大 || 不好意思说错了 || 两个月，38.2
    urgent | - | - | 两个月，38.2 || 大的那个三岁
    """
}
