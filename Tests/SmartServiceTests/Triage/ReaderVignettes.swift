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
    emergency | - | - | 宝宝忽然没有呼吸了怎么回事
    emergency | - | - | 我女儿抽搐了，一般几天能好
    emergency | - | - | my son is having a seizure, what's the number
    emergency | - | - | my son is having a seizure what is the emergency number
    emergency | - | - | 担心是癫痫，宝宝翻白眼抽了
    emergency | - | - | 如果要去医院去哪个，宝宝嘴唇发紫
    emergency | - | - | ¿mi bebé está azul y no respira? no tiene fiebre
    emergency | - | - | Он задыхается? нет температуры, посинел
    emergency | - | - | 以前有湿疹。现在吃鸡蛋后喘不上气嘴唇肿
    emergency | - | - | 老大以前得过肺炎，老二现在嘴唇发紫
    emergency | - | - | 邻居给的坚果，孩子卡住了，脸发紫说不出话
    emergency | - | - | 朋友说没事，但我女儿叫不醒
    emergency | - | - | 在你们店买的玩具，孩子把里面的纽扣电池吞了
    emergency | - | - | 用了你们家推车，宝宝从上面摔下来，吐了四次
    emergency | - | - | 奶瓶是你们家的，宝宝呛奶了，脸发紫，不喘气
    emergency | - | - | my friend gave him peanuts and my baby's lips are swollen and he can't breathe
    emergency | - | - | I bought your formula and now the baby has hives and swollen lips and can't breathe
    emergency | - | - | 宝宝没有抽搐，但是嘴唇发紫
    urgent | - | 200 | 昨晚35.2，早上35.5
    urgent | - | 60 | 体温最高到38.2，喝了退烧药水
    urgent | - | 60 | fever up to 100.6 F
    urgent | - | 60 | 水痘，38.5度
    urgent | - | - | 哥哥四岁，妹妹两个月，妹妹38.6
    none | - | - | 怎么预防宝宝突然窒息
    none | - | - | 想了解一下宝宝抽搐的急救方法
    none | - | - | 宝宝误食电池的急救方法是什么，想学一下
    none | - | - | 什么是高热惊厥，宝宝会遗传吗
    none | - | - | what is a febrile seizure
    none | - | - | what's the difference between a seizure and shivering
    none | - | - | 怕宝宝噎着，买什么样的食物剪好
    none | - | - | 宝宝的小夜灯不亮了，电池能换吗
    none | - | - | 要是孩子吞了电池，应该怎么处理
    none | - | - | 同事家宝宝抽搐了，孩子妈妈吓坏了
    none | - | - | 以前从来没有抽搐过
    none | - | 40 | 宝宝洗澡水温38度合适吗
    none | - | 40 | 冲奶的水40度可以吗
    none | - | 40 | Is 38 C ok for bath water
    none | - | 40 | 房间38度热不热
    none | - | 400 | 婴儿房空调开到26度
    emergency | - | - | 孩子没摔，叫不醒
    emergency | - | - | 今天还没吃东西，喘不上气
    emergency | - | - | 没吃过花生，第一次吃嘴唇肿了喘不上气
    emergency | - | - | 从来没有出现过这种情况，嘴唇发紫
    emergency | - | - | 以前没发生过，嘴唇发紫
    none | - | - | 还没发生，怕噎着，想问下噎住怎么办
    emergency | - | - | 隔壁阿姨帮我看着，他叫不醒了
    emergency | - | - | 朋友来家里玩，她突然喘不上气，嘴唇发紫
    emergency | - | - | a friend is watching him for me, he won't wake up
    none | - | - | 邻居家孩子上次发烧，他抽搐了
    none | - | - | 同事说，她家宝宝抽搐了
    urgent | - | 95 | 两个半月，38.3度
    urgent | - | 110 | 宝宝才80天，烧到38.2
    """
}
