package repl

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// Prompt asks for the values of parameters, one by one. An array is asked for
// element by element until an empty answer; "!?" shows a parameter's help.
func (h *Host) Prompt(caption, message string, fields []cmdlet.Field) ([]any, error) {
	if h.o.NonInteractive {
		return nil, ErrNonInteractive
	}
	if err := h.writeQuestion(caption, message); err != nil {
		return nil, err
	}
	for _, f := range fields {
		if f.Commands && f.Help != "" {
			if err := h.line("(Type !? for Help.)"); err != nil {
				return nil, err
			}
			break
		}
	}
	values := make([]any, len(fields))
	for i, f := range fields {
		value, err := h.askField(f)
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	return values, nil
}

func (h *Host) askField(f cmdlet.Field) (any, error) {
	label := f.Label
	if label == "" {
		label = f.Name
	}
	if element := elementOf(f.Type); element != nil {
		return h.askElements(f, label, element)
	}
	switch f.Type {
	case dotnet.SecureStringType:
		text, err := h.answer(label+": ", true)
		return dotnet.NewSecureString(text), err
	case dotnet.PSCredentialType:
		if err := h.line(label); err != nil {
			return nil, err
		}
		return h.Credential("", "", "")
	}
	value, _, err := h.askValue(f, label, f.Type)
	return value, err
}

// Credential asks for a password, and before it for the user when none is given. At the end of
// the input there is none.
func (h *Host) Credential(caption, message, user string) (any, error) {
	if h.o.NonInteractive {
		return nil, ErrNonInteractive
	}
	if err := h.writeQuestion(caption, message); err != nil {
		return nil, err
	}
	for user == "" {
		answer, err := h.answer("User: ", false)
		if err == io.EOF {
			return nil, h.line("")
		}
		if err != nil {
			return nil, err
		}
		user = answer
	}
	password, err := h.answer("Password for user "+user+": ", true)
	if err == io.EOF {
		return nil, h.line("")
	}
	if err != nil {
		return nil, err
	}
	return &dotnet.PSCredential{UserName: user, Password: dotnet.NewSecureString(password)}, h.line("")
}

// elementOf is the type of an array's elements, nil for what is no array.
func elementOf(t *object.Type) *object.Type {
	if t == nil || t.Kind != object.KindArray {
		return nil
	}
	return t.Elem
}

func (h *Host) askElements(f cmdlet.Field, label string, element *object.Type) (any, error) {
	var values []any
	for {
		value, empty, err := h.askValue(f, fmt.Sprintf("%s[%d]", label, len(values)), element)
		if err != nil || empty {
			return object.NewArray(values), err
		}
		values = append(values, value)
	}
}

// askValue asks until the answer is of the type, as far as that can be told from its form.
func (h *Host) askValue(f cmdlet.Field, label string, t *object.Type) (value any, empty bool, err error) {
	for {
		text, err := h.answer(label+": ", f.Secure)
		if err == io.EOF {
			return nil, false, errors.Join(err, h.line(""))
		}
		if err != nil {
			return nil, false, err
		}
		if f.Commands && strings.HasPrefix(text, "!") {
			value, said := promptCommand(text, f)
			if said != "" {
				if err := h.line(wrap(said, h.Width()-1)); err != nil {
					return nil, false, err
				}
				continue
			}
			if value == nil {
				return nil, false, nil
			}
			text = *value
			if text == "" {
				return "", false, nil
			}
		}
		if f.Secure || h.o.Convert == nil || t == nil || t == object.StringType || t == object.ObjectType {
			return text, text == "", nil
		}
		value, err := h.o.Convert(text, t)
		if text == "" {
			return nil, true, nil
		}
		form := formError(err)
		if form == "" {
			if err != nil {
				value = text // the binder will say what is wrong with it
			}
			return value, false, nil
		}
		if err := h.line(fmt.Sprintf("Cannot recognize \"%s\" as a %s due to %s error.", text, t.FullName(), form)); err != nil {
			return nil, false, err
		}
	}
}

// promptCommand is what an answer that starts with ! means: !! a text that starts with one, !"" the empty
// text, !$null nothing at all, which is a nil value. Help and what is no command are said, and asked again.
func promptCommand(text string, f cmdlet.Field) (value *string, said string) {
	command := text[1:]
	switch {
	case strings.HasPrefix(command, "!"):
		return &command, ""
	case command == "?" && f.Help == "":
		return nil, "No help is available for " + f.Name + "."
	case command == "?":
		return nil, f.Help
	case command == `""`:
		return new(string), ""
	case strings.EqualFold(command, "$null"):
		return nil, ""
	}
	return nil, `"` + text + `" cannot be recognized as a valid Prompt command.`
}

// formError tells a conversion that failed for the form of the text.
func formError(err error) string {
	var exception *object.Exception
	if !errors.As(err, &exception) {
		return ""
	}
	for e := exception; e != nil; e = e.Inner {
		switch e.PSType().Name {
		case "FormatException":
			return "a format"
		case "OverflowException":
			return "an overflow"
		}
	}
	return ""
}
