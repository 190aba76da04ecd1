package engine

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"stagecoach/engine/internal/csvfile"
	"stagecoach/engine/lifecycle"
	"stagecoach/engine/migration"
	"stagecoach/engine/queue"
	"stagecoach/engine/store"
)

// Batches are the migration batches.
type Batches struct{ e *Engine }

// BatchSpec is a new batch. Its zero values are the documented defaults.
type BatchSpec struct {
	Name                     string
	SourceEndpoint           string // name or GUID
	CSV                      []byte
	AllowUnknownColumnsInCSV bool
	AutoStart                bool
	AutoComplete             bool // complete as soon as all users are synced
	NoIncrementalSyncs       bool // AllowIncrementalSyncs $false
	BadItemLimit             *migration.Unlimited
	LargeItemLimit           *migration.Unlimited
	ExcludeFolders           []string
	IncludeFolders           []string
	Selection                SelectionChange // on top of the configuration's
	NotificationEmails       []string
	ReportInterval           time.Duration // 0: 24 h; negative: never
	StartAfter               time.Time
	CompleteAfter            time.Time
	TimeZone                 string
	Locale                   string
	SubmittedBy              string            // empty: the organization's administrator
	Options                  map[string]string // rarely used options, kept as given
}

// BatchChange names what Set changes; nil leaves as it is.
type BatchChange struct {
	AllowIncrementalSyncs    *bool
	BadItemLimit             *migration.Unlimited
	LargeItemLimit           *migration.Unlimited
	NotificationEmails       *[]string
	ReportInterval           *time.Duration
	StartAfter               *time.Time // the zero time: none any more
	CompleteAfter            *time.Time
	Selection                SelectionChange // for passes from now on; what has been migrated stays as it is
	AddUsers                 []byte          // a CSV: only its new rows are added
	AllowUnknownColumnsInCSV bool
	SyncNow                  bool // an incremental pass now, for synced users
	Options                  map[string]string
}

// BatchFilter narrows List; its zero value lists all.
type BatchFilter struct {
	Status   *migration.BatchStatus
	Endpoint string // name or GUID; *NotFoundError when there is none
	Limit    int    // 0: no limit
}

// New makes a batch of the CSV's good rows; bad ones are its Warnings, in order. With AutoStart it is
// Syncing when New returns (Waiting with a StartAfter to come).
// Errors: *AlreadyExistsError, *NotFoundError (the endpoint), *CSVError, *InvalidError (a rule of the selection too), *LimitError.
func (s *Batches) New(ctx context.Context, spec BatchSpec) (migration.Batch, error) {
	if strings.TrimSpace(spec.Name) == "" {
		return migration.Batch{}, &InvalidError{Field: "Name", Value: spec.Name, Reason: "it is empty"}
	}
	st, err := s.e.work(ctx)
	if err != nil {
		return migration.Batch{}, err
	}
	if err := s.room(ctx, st, spec.Name); err != nil {
		return migration.Batch{}, err
	}
	endpoint, err := s.e.Endpoints.Get(ctx, spec.SourceEndpoint)
	if err != nil {
		return migration.Batch{}, err
	}
	file, err := csvfile.Read(spec.CSV, spec.AllowUnknownColumnsInCSV)
	if err != nil {
		return migration.Batch{}, err
	}
	now, err := s.e.now(ctx, st)
	if err != nil {
		return migration.Batch{}, err
	}
	rules, err := spec.Selection.on(s.e.cfg.Selection, now)
	if err != nil {
		return migration.Batch{}, err
	}
	target, password := s.e.chosen()
	b := spec.batch(endpoint, target, now)
	b.Selection = rules
	if b.SubmittedBy == "" {
		b.SubmittedBy = s.e.cfg.Organization.Administrator
	}
	b.Warnings = file.Warnings
	status := migration.UserStopped
	if spec.AutoStart {
		b.Status, b.Started, status = migration.BatchSyncing, now, migration.UserQueued
		if spec.StartAfter.After(now) {
			b.Status, b.Started, status = migration.BatchWaiting, time.Time{}, migration.UserStopped
		}
	}
	var secrets store.BatchSecrets
	if password != "" {
		secrets.Target = st.keys.Seal(batchSecret(b.GUID), password)
	}
	b, err = st.store.CreateBatch(ctx, b, secrets, s.users(st, file.Rows, status, now))
	if err != nil {
		return b, taken(KindBatch, err)
	}
	if spec.AutoStart {
		st.pool.Adopt(b.ID)
	}
	st.pool.Wake()
	return b, nil
}

// room checks that the name is free and that one more batch may exist.
func (s *Batches) room(ctx context.Context, st *state, name string) error {
	list, err := st.store.Batches(ctx)
	if err != nil {
		return err
	}
	for _, b := range list {
		if strings.EqualFold(b.Name, name) {
			return &AlreadyExistsError{KindBatch, b.Name, b.Status == migration.BatchRemoving}
		}
	}
	settings, err := st.store.Settings(ctx)
	if err == nil && len(list) >= settings.MaxNumberOfBatches {
		err = &LimitError{KindBatch, settings.MaxNumberOfBatches}
	}
	return err
}

func (spec BatchSpec) batch(e migration.Endpoint, t migration.TargetSpec, now time.Time) migration.Batch {
	b := migration.Batch{GUID: newGUID(), Name: spec.Name, Type: e.Type, Status: migration.BatchCreated, EndpointID: e.ID,
		EndpointName: e.Name, Target: t, BadItemLimit: spec.BadItemLimit, LargeItemLimit: spec.LargeItemLimit,
		ExcludeFolders: spec.ExcludeFolders, IncludeFolders: spec.IncludeFolders, AllowIncrementalSyncs: !spec.NoIncrementalSyncs,
		NotificationEmails: spec.NotificationEmails, ReportInterval: spec.ReportInterval, StartAfter: spec.StartAfter,
		CompleteAfter: spec.CompleteAfter, TimeZone: spec.TimeZone, Locale: spec.Locale, SubmittedBy: spec.SubmittedBy,
		Created: now.UTC(), Touched: now.UTC(), Options: maps.Clone(spec.Options)}
	switch {
	case b.ReportInterval == 0:
		b.ReportInterval = 24 * time.Hour
	case b.ReportInterval < 0:
		b.ReportInterval = 0
	}
	if spec.AutoComplete {
		if b.Options == nil {
			b.Options = map[string]string{}
		}
		b.Options[queue.AutoComplete] = "True"
	}
	return b
}

func (s *Batches) users(st *state, rows []csvfile.Row, status migration.UserStatus, now time.Time) []store.NewUser {
	out := make([]store.NewUser, len(rows))
	for i, r := range rows {
		guid := newGUID()
		out[i] = store.NewUser{Row: r.Number, Password: st.keys.Seal(userSecret(guid), r.Password), User: migration.User{GUID: guid,
			EmailAddress: r.EmailAddress, UserName: r.UserName, UserRoot: r.UserRoot, Status: status, Created: now.UTC(), QueuedAt: now.UTC()}}
	}
	return out
}

// Get finds by name (case-insensitive) or GUID. Errors: *NotFoundError.
func (s *Batches) Get(ctx context.Context, identity string) (migration.Batch, error) {
	b, st, err := s.find(ctx, identity)
	if err == nil && b.Status == migration.BatchRemoving {
		st.pool.Seen(b.ID)
	}
	return b, err
}

func (s *Batches) find(ctx context.Context, identity string) (migration.Batch, *state, error) {
	st, err := s.e.work(ctx)
	if err != nil {
		return migration.Batch{}, nil, err
	}
	list, err := st.store.Batches(ctx)
	if err != nil {
		return migration.Batch{}, st, err
	}
	for _, b := range list {
		if strings.EqualFold(b.Name, identity) || strings.EqualFold(b.GUID, identity) {
			return b, st, nil
		}
	}
	return migration.Batch{}, st, &NotFoundError{KindBatch, identity}
}

// List is in order of creation.
func (s *Batches) List(ctx context.Context, f BatchFilter) ([]migration.Batch, error) {
	st, err := s.e.work(ctx)
	if err != nil {
		return nil, err
	}
	endpoint := int64(0)
	if f.Endpoint != "" {
		ep, err := s.e.Endpoints.Get(ctx, f.Endpoint)
		if err != nil {
			return nil, err
		}
		endpoint = ep.ID
	}
	list, err := st.store.Batches(ctx)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(b migration.Batch) bool {
		return f.Status != nil && b.Status != *f.Status || endpoint != 0 && b.EndpointID != endpoint
	})
	for _, b := range list {
		if b.Status == migration.BatchRemoving {
			st.pool.Seen(b.ID)
		}
	}
	if f.Limit > 0 && len(list) > f.Limit {
		list = list[:f.Limit]
	}
	return list, nil
}

// Set changes a batch. Errors: *NotFoundError, *StateError, *CSVError, *InvalidError.
func (s *Batches) Set(ctx context.Context, identity string, c BatchChange) (migration.Batch, error) {
	b, st, err := s.find(ctx, identity)
	if err != nil {
		return b, err
	}
	if b.Status == migration.BatchRemoving {
		return b, &StateError{Kind: KindBatch, Name: b.Name, Verb: "set", Batch: b.Status}
	}
	now, err := s.e.now(ctx, st)
	if err != nil {
		return b, err
	}
	var added []store.NewUser
	if c.AddUsers != nil {
		file, err := csvfile.Read(c.AddUsers, c.AllowUnknownColumnsInCSV)
		if err != nil {
			return b, err
		}
		status := migration.UserQueued
		if b.Status == migration.BatchCreated || b.Status == migration.BatchStopped || b.Status == migration.BatchWaiting {
			status = migration.UserStopped
		}
		added, b.Warnings = s.users(st, file.Rows, status, now), append(b.Warnings, file.Warnings...)
	}
	rules, err := c.Selection.on(b.Selection, b.Selection.Since)
	if err != nil {
		return b, err
	}
	if otherMessages(b.Selection, rules) {
		rules.Version++
	}
	c.apply(&b)
	b.Selection, b.Touched = rules, now.UTC()
	if added != nil {
		_, warnings, err := st.store.AddUsers(ctx, b.ID, added)
		if err != nil {
			return b, err
		}
		b.Warnings = append(b.Warnings, warnings...)
	}
	if err := st.store.SaveBatch(ctx, b); err != nil {
		return b, missing(KindBatch, identity, err)
	}
	if c.SyncNow {
		if err := s.transition(ctx, st, b, "sync", lifecycle.SyncNow, lifecycle.Refresh); err != nil {
			return b, err
		}
	}
	st.pool.Wake()
	return s.Get(ctx, identity)
}

func (c BatchChange) apply(b *migration.Batch) {
	set(&b.AllowIncrementalSyncs, c.AllowIncrementalSyncs)
	set(&b.NotificationEmails, c.NotificationEmails)
	set(&b.ReportInterval, c.ReportInterval)
	set(&b.StartAfter, c.StartAfter)
	set(&b.CompleteAfter, c.CompleteAfter)
	if c.BadItemLimit != nil {
		b.BadItemLimit = c.BadItemLimit
	}
	if c.LargeItemLimit != nil {
		b.LargeItemLimit = c.LargeItemLimit
	}
	for k, v := range c.Options {
		if b.Options == nil {
			b.Options = map[string]string{}
		}
		b.Options[k] = v
	}
}

type batchEvent = func(migration.Batch) (lifecycle.BatchTransition, error)
type userEvent = func(migration.User) (lifecycle.UserTransition, error)

// transition makes a verb's transition of a batch and of those of its users that the event concerns.
// Somebody else's change in between is looked at again.
func (s *Batches) transition(ctx context.Context, st *state, b migration.Batch, verb string, event batchEvent, each userEvent) error {
	for {
		t, err := event(b)
		if err != nil {
			return &StateError{Kind: KindBatch, Name: b.Name, Verb: verb, Batch: b.Status}
		}
		var users []lifecycle.UserTransition
		if each != nil {
			if users, err = queue.Transitions(ctx, st.store, store.UserQuery{Batch: b.ID}, each); err != nil {
				return err
			}
		}
		err = st.store.ApplyBatch(ctx, t, "", users)
		if !errors.Is(err, store.ErrStale) {
			if err == nil {
				st.pool.Adopt(b.ID)
				st.pool.Wake()
			}
			return missing(KindBatch, b.Name, err)
		}
		if b, err = st.store.Batch(ctx, b.ID); err != nil {
			return missing(KindBatch, b.Name, err)
		}
	}
}

// touch notes that an administrator acted on the batch: its age counts from now.
func (s *Batches) touch(ctx context.Context, st *state, b *migration.Batch) error {
	now, err := s.e.now(ctx, st)
	if err != nil {
		return err
	}
	b.Touched = now.UTC()
	return missing(KindBatch, b.Name, st.store.SaveBatch(ctx, *b))
}

// Start starts or resumes a batch and retries its failed users. Errors: *NotFoundError, *StateError.
func (s *Batches) Start(ctx context.Context, identity string) error {
	b, st, err := s.find(ctx, identity)
	if err != nil {
		return err
	}
	if err := s.touch(ctx, st, &b); err != nil {
		return err
	}
	event := lifecycle.Start
	if b.StartAfter.After(b.Touched) {
		event = lifecycle.Postpone
	}
	return s.transition(ctx, st, b, "start", event, nil)
}

// Stop stops a batch: Stopping, then Stopped once no user is at work. Errors: *NotFoundError, *StateError.
func (s *Batches) Stop(ctx context.Context, identity string) error {
	b, st, err := s.find(ctx, identity)
	if err != nil {
		return err
	}
	return s.transition(ctx, st, b, "stop", lifecycle.Stop, lifecycle.StopUser)
}

// Complete runs one last incremental pass for every synced user; after it nothing is copied any
// more. Errors: *NotFoundError, *StateError.
func (s *Batches) Complete(ctx context.Context, identity string) error {
	b, st, err := s.find(ctx, identity)
	if err != nil {
		return err
	}
	return s.transition(ctx, st, b, "complete", lifecycle.Complete, lifecycle.CompleteUser)
}

// Remove deletes a batch and its users, never mail. A running one is stopped first. Until
// that is done it is Removing. force also removes a Corrupted one. Errors: *NotFoundError.
func (s *Batches) Remove(ctx context.Context, identity string, force bool) error {
	b, st, err := s.find(ctx, identity)
	if err != nil {
		return err
	}
	if b.Status == migration.BatchCorrupted && !force {
		return &NotFoundError{KindBatch, identity}
	}
	return s.transition(ctx, st, b, "remove", lifecycle.Remove, lifecycle.RemoveUser)
}

// Report is a batch's report, oldest line first; limit 0 is all, otherwise the newest ones.
func (s *Batches) Report(ctx context.Context, identity string, limit int) ([]migration.ReportEntry, error) {
	b, st, err := s.find(ctx, identity)
	if err != nil {
		return nil, err
	}
	return st.store.BatchReport(ctx, b.ID, limit)
}
