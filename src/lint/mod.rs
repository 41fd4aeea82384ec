//! What is wrong with a template before it is deployed: the rules, a file for each family. The command's `check` calls it;
//! it reads the tree of `syntax`, and renders branches through `gateway`.

mod shape;
