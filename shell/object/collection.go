package object

// List is what an indexable collection of fixed or growing length offers.
type List interface {
	Len() int
	At(i int) any
}

// Array is T[] for every T but Byte. Its length never changes.
type Array struct {
	Instance
	Type  *Type // the array type, so Type.Elem is the element's
	Items []any
}

// NewArray is @(...): an Object[] that takes items over.
func NewArray(items []any) *Array { return &Array{Type: ObjectArray, Items: items} }

// PSType returns the array's type.
func (a *Array) PSType() *Type { return a.Type }

// Len is the number of elements.
func (a *Array) Len() int { return len(a.Items) }

// At returns element i.
func (a *Array) At(i int) any { return a.Items[i] }

// Bytes is Byte[], kept as bytes: a file read whole must not grow sixteenfold.
type Bytes struct {
	Instance
	B []byte
}

// PSType is Byte[].
func (*Bytes) PSType() *Type { return BytesType }

// Len is the number of bytes.
func (b *Bytes) Len() int { return len(b.B) }

// At returns byte i.
func (b *Bytes) At(i int) any { return b.B[i] }

// BytesType is System.Byte[].
var BytesType = ArrayOf(ByteType)

// ArrayOf returns the type elem[]; the same pointer each time.
func ArrayOf(elem *Type) *Type {
	arrayTypes.Lock()
	defer arrayTypes.Unlock()
	t := arrayTypes.of[elem]
	if t == nil {
		t = &Type{Name: elem.Name + "[]", Namespace: elem.Namespace, Assembly: elem.Assembly, Base: ArrayType, Kind: KindArray, Elem: elem}
		if arrayTypes.of == nil {
			arrayTypes.of = map[*Type]*Type{}
		}
		arrayTypes.of[elem] = t
	}
	return t
}
