package dotnet

import (
	"crypto/cipher"
	"io"

	"stagecoach/shell/object"
)

var (
	cryptoTransformType = &object.Type{Name: "ICryptoTransform", Namespace: cryptography, Assembly: cryptography, Kind: object.KindInterface, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	encryptorType       = transformType("UniversalCryptoEncryptor")
	decryptorType       = transformType("UniversalCryptoDecryptor")
	cryptoStreamType    = cryptoType("CryptoStream", streamType)
	cryptoStreamMode    = object.NewEnum(cryptography, "CryptoStreamMode", []string{"Read", "Write"})
)

func transformType(name string) *object.Type {
	t := cryptoType(name, object.ObjectType)
	t.Interfaces = []*object.Type{cryptoTransformType}
	return t
}

// transformer is an ICryptoTransform: ciphers and hashes.
type transformer interface {
	blockSize() int
	// whole gives what comes of whole blocks.
	whole(p []byte) ([]byte, error)
	// final gives what comes of the rest, and makes ready for another text.
	final(p []byte) ([]byte, error)
}

// cryptoTransform encrypts or decrypts.
type cryptoTransform struct {
	object.Instance
	start   func() func(dst, src []byte)
	step    func(dst, src []byte)
	block   int // bytes taken at once
	padding int64
	encrypt bool
	kept    []byte // of what is decrypted: the last block, which may be padding
}

// PSType is .NET's own, by what it does.
func (t *cryptoTransform) PSType() *object.Type {
	if t.encrypt {
		return encryptorType
	}
	return decryptorType
}

func newTransform(b cipher.Block, mode, padding int64, feedback int, iv []byte, encrypt bool) (*cryptoTransform, error) {
	t := &cryptoTransform{padding: padding, encrypt: encrypt, block: b.BlockSize()}
	switch mode {
	case modeECB:
		do := b.Decrypt
		if encrypt {
			do = b.Encrypt
		}
		t.start = func() func(dst, src []byte) {
			return func(dst, src []byte) {
				for n := b.BlockSize(); len(src) > 0; dst, src = dst[n:], src[n:] {
					do(dst[:n], src[:n])
				}
			}
		}
	case modeCBC:
		t.start = func() func(dst, src []byte) {
			if encrypt {
				return cipher.NewCBCEncrypter(b, iv).CryptBlocks
			}
			return cipher.NewCBCDecrypter(b, iv).CryptBlocks
		}
	default:
		if feedback != 8 && feedback != 8*b.BlockSize() {
			return nil, cryptographic("The specified feedback size '%d' for CipherMode 'CFB' is not supported.", feedback)
		}
		t.block = feedback / 8
		t.start = func() func(dst, src []byte) { return cipherFeedback(b, iv, feedback/8, encrypt) }
	}
	t.step = t.start()
	return t, nil
}

// cipherFeedback is CFB that feeds n bytes back at a time (SP 800-38A, 6.3).
func cipherFeedback(b cipher.Block, iv []byte, n int, encrypt bool) func(dst, src []byte) {
	register := append([]byte{}, iv...)
	key := make([]byte, len(iv))
	return func(dst, src []byte) {
		for ; len(src) >= n; dst, src = dst[n:], src[n:] {
			b.Encrypt(key, register)
			in := append([]byte{}, src[:n]...)
			for i := range n {
				dst[i] = in[i] ^ key[i]
			}
			if encrypt {
				copy(in, dst[:n])
			}
			register = append(register[n:], in...)
		}
	}
}

func (t *cryptoTransform) blockSize() int { return t.block }

// paddingComesOff tells that the last block can only be given when it is known to be the last.
func (t *cryptoTransform) paddingComesOff() bool {
	return !t.encrypt && t.padding != padNone && t.padding != padZeros
}

func (t *cryptoTransform) whole(p []byte) ([]byte, error) {
	out := make([]byte, len(p))
	t.step(out, p)
	if !t.paddingComesOff() || len(out) == 0 {
		return out, nil
	}
	out = append(t.kept, out...)
	rest := len(out) - t.block
	t.kept = append([]byte{}, out[rest:]...)
	return out[:rest], nil
}

func (t *cryptoTransform) final(p []byte) ([]byte, error) {
	defer func() { t.step, t.kept = t.start(), nil }()
	if t.encrypt {
		padded, err := t.pad(p)
		if err != nil {
			return nil, err
		}
		return t.whole(padded)
	}
	if len(p)%t.block != 0 {
		return nil, cryptographic(errPartialBlock)
	}
	out := make([]byte, len(p))
	t.step(out, p)
	out = append(t.kept, out...)
	if !t.paddingComesOff() || len(out) == 0 {
		return out, nil
	}
	return t.unpad(out)
}

func (t *cryptoTransform) pad(p []byte) ([]byte, error) {
	n := t.block - len(p)%t.block
	out := append([]byte{}, p...)
	switch t.padding {
	case padNone:
		if n != t.block {
			return nil, cryptographic(errPartialBlock)
		}
		return out, nil
	case padZeros:
		if n == t.block {
			return out, nil
		}
		return append(out, make([]byte, n)...), nil
	case padISO10126:
		out = append(out, randomBytes(n)...)
	case padANSIX923:
		out = append(out, make([]byte, n)...)
	default:
		for range n {
			out = append(out, byte(n))
		}
	}
	out[len(out)-1] = byte(n)
	return out, nil
}

func (t *cryptoTransform) unpad(p []byte) ([]byte, error) {
	n := int(p[len(p)-1])
	bad := n == 0 || n > t.block
	if !bad {
		for _, x := range p[len(p)-n : len(p)-1] {
			bad = bad || t.padding == padPKCS7 && int(x) != n || t.padding == padANSIX923 && x != 0
		}
	}
	if bad {
		return nil, cryptographic(errPadding)
	}
	return p[:len(p)-n], nil
}

// transformMembers declares what all ICryptoTransforms have.
func transformMembers(m members) {
	self := func(v any) transformer { return v.(transformer) }
	for _, name := range []string{"InputBlockSize", "OutputBlockSize"} {
		m.prop("int "+name, getter(func(v any) any { return object.Int(int32(self(v).blockSize())) }))
	}
	m.prop("bool CanTransformMultipleBlocks", constantly(true))
	m.prop("bool CanReuseTransform", constantly(true))
	m.method("int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)", plain(func(v any, a []any) (any, error) {
		in, err := bytesSlice(a[0], "inputBuffer", intArg(a[1]), intArg(a[2]))
		if err != nil {
			return nil, err
		}
		if len(in)%self(v).blockSize() != 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "inputCount", "TransformBlock may only process bytes in block sized increments.")
		}
		out, err := self(v).whole(in)
		if err != nil {
			return nil, err
		}
		to, ok := a[3].(*object.Bytes)
		if !ok {
			if _, hashes := v.(*hashAlgorithm); hashes {
				return object.Int(int32(len(in))), nil
			}
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "outputBuffer", "Value cannot be null.")
		}
		at := intArg(a[4])
		if at < 0 || at > len(to.B)-len(out) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "outputBuffer", "Input buffer must be at least as long as the output.")
		}
		copy(to.B[at:], out)
		return object.Int(int32(len(out))), nil
	}))
	m.method("byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)", plain(func(v any, a []any) (any, error) {
		in, err := bytesSlice(a[0], "inputBuffer", intArg(a[1]), intArg(a[2]))
		if err != nil {
			return nil, err
		}
		out, err := self(v).final(in)
		return &object.Bytes{B: out}, err
	}))
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
}

// cryptoPipe is a CryptoStream: what is read from it, or written to it, goes through the transform.
type cryptoPipe struct {
	base     *Stream
	by       transformer
	pending  []byte // less than a block
	ready    []byte // of what is read: transformed
	finished bool
	failed   error // what reading came upon; it comes again
}

// Read transforms as much of the stream below as is needed.
func (p *cryptoPipe) Read(b []byte) (int, error) {
	chunk := make([]byte, max(32<<10/p.by.blockSize(), 1)*p.by.blockSize())
	for len(p.ready) == 0 && !p.finished {
		n, err := p.base.rw().Read(chunk)
		p.pending = append(p.pending, chunk[:n]...)
		switch {
		case err == io.EOF:
			p.finished = true
			p.ready, err = p.by.final(p.pending)
			p.pending = nil
		case err == nil:
			whole := len(p.pending) - len(p.pending)%p.by.blockSize()
			p.ready, err = p.by.whole(p.pending[:whole])
			p.pending = append([]byte{}, p.pending[whole:]...)
		}
		if err != nil {
			p.failed, p.finished, p.ready = err, true, nil
		}
	}
	if p.failed != nil {
		return 0, p.failed
	}
	if len(p.ready) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.ready)
	p.ready = p.ready[n:]
	return n, nil
}

// Write sends the whole blocks on.
func (p *cryptoPipe) Write(b []byte) (int, error) {
	p.pending = append(p.pending, b...)
	whole := len(p.pending) - len(p.pending)%p.by.blockSize()
	out, err := p.by.whole(p.pending[:whole])
	if err != nil {
		return 0, err
	}
	p.pending = append([]byte{}, p.pending[whole:]...)
	if _, err := p.base.rw().Write(out); err != nil {
		return 0, err
	}
	return len(b), nil
}

// finish writes the last block.
func (p *cryptoPipe) finish() error {
	if p.finished {
		return nil
	}
	p.finished = true
	out, err := p.by.final(p.pending)
	if err != nil {
		return err
	}
	_, err = p.base.rw().Write(out)
	return FileError(err, p.base.Name)
}

func newCryptoStream(base *Stream, by transformer, writes, leaveOpen bool) *Stream {
	pipe := &cryptoPipe{base: base, by: by}
	s := &Stream{t: cryptoStreamType, over: pipe, base: base, oneWay: true, access: accessRead}
	if writes {
		s.access = accessWrite
	}
	s.onClose = func() error {
		if writes {
			if err := pipe.finish(); err != nil {
				return err
			}
		}
		if leaveOpen {
			return nil
		}
		return base.close()
	}
	return s
}

func cryptoStreamMembers(m members) {
	pipe := func(v any) *cryptoPipe { return v.(*Stream).over.(*cryptoPipe) }
	m.prop("bool HasFlushedFinalBlock", getter(func(v any) any { return pipe(v).finished }))
	m.method("void FlushFinalBlock()", plain(func(v any, _ []any) (any, error) {
		if pipe(v).finished {
			return nil, object.Throw(object.NotSupportedExceptionType, "FlushFinalBlock() method was called twice on a CryptoStream. It can only be called once.")
		}
		if v.(*Stream).access == accessRead {
			pipe(v).finished = true
			return nil, nil
		}
		return nil, pipe(v).finish()
	}))
	m.method("void Clear()", plain(func(v any, _ []any) (any, error) { return nil, v.(*Stream).close() }))
	make := func(_ object.Invoker, a []any) (any, error) {
		base, ok := a[0].(*Stream)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "stream", "Value cannot be null.")
		}
		by, ok := a[1].(transformer)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "transform", "Value cannot be null.")
		}
		writes := a[2].(object.Enum).Value == 1
		if writes && base.access == accessRead {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "stream", "Stream was not writable.")
		}
		if !writes && base.access == accessWrite {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "stream", "Stream was not readable.")
		}
		return newCryptoStream(base, by, writes, len(a) > 3 && a[3].(bool)), nil
	}
	m.ctor("System.IO.Stream stream, System.Security.Cryptography.ICryptoTransform transform, System.Security.Cryptography.CryptoStreamMode mode", make)
	m.ctor("System.IO.Stream stream, System.Security.Cryptography.ICryptoTransform transform, System.Security.Cryptography.CryptoStreamMode mode, bool leaveOpen", make)
}

func transformEntries() []entry {
	return []entry{{cryptoTransformType, nil, ""}, {encryptorType, transformMembers, ""}, {decryptorType, transformMembers, ""},
		{cryptoStreamType, cryptoStreamMembers, ""}, {cryptoStreamMode, nil, ""}}
}
