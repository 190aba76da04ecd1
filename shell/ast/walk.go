package ast

// Inspect visits root and all nodes below it, parents first, in PowerShell's
// order. When visit returns false the node's children are passed over.
//
// It recurses once per level; parse caps how deep a tree can be.
func Inspect(root Node, visit func(Node) bool) { Walk(root, visit, nil) }

// Walk visits as Inspect does and tells the visitor when it leaves a node.
// enter may be nil or return false to pass over the children; leave may be nil.
func Walk(root Node, enter func(Node) bool, leave func(Node)) {
	w := &walker{enter: enter, leave: leave}
	w.visit = w.node
	w.node(root)
}

// walker visits nodes. visit is its method node, bound once for all nodes.
type walker struct {
	enter func(Node) bool
	leave func(Node)
	visit func(Node) bool
}

func (w *walker) node(n Node) bool {
	if w.enter == nil || w.enter(n) {
		n.Children(w.visit)
	}
	if w.leave != nil {
		w.leave(n)
	}
	return true
}

// Find returns the first node, in visiting order, for which match is true, or nil.
func Find(root Node, match func(Node) bool) Node {
	if match(root) {
		return root
	}
	for child := range root.Children {
		if found := Find(child, match); found != nil {
			return found
		}
	}
	return nil
}

// PathTo returns the nodes from root down to the smallest one whose extent
// contains the byte offset, its end included.
func PathTo(root Node, offset int) []Node {
	path := []Node{root}
	for {
		var inner Node
		for child := range path[len(path)-1].Children {
			if child.Extent().Source != nil && child.Extent().Contains(offset) {
				inner = child // the last one that touches offset starts nearest to it
			}
		}
		if inner == nil {
			return path
		}
		path = append(path, inner)
	}
}
