package recipient

import (
	"context"
	"strings"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

type getAcceptedDomain struct {
	open     Opener
	Identity string `ps:"position=0,pipeline,byname" type:"AcceptedDomainIdParameter" help:"The domain to show. Without it all are shown."`
}

func defineGetAcceptedDomain(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-AcceptedDomain", func() cmdlet.Cmdlet { return &getAcceptedDomain{open: open} }, cmdlet.Options{
		Module: module, Outputs: []string{namespace + ".AcceptedDomain"},
		Synopsis: "Show the domains the organization accepts mail for, as the configuration names them.",
	})
}

// Process writes one domain or all.
func (c *getAcceptedDomain) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	found := false
	for i, d := range e.Organization().AcceptedDomains {
		if c.Identity != "" && !strings.EqualFold(c.Identity, d) {
			continue
		}
		found = true
		if err := rt.WriteObject(&AcceptedDomain{Name: d, DomainName: d, DomainType: "Authoritative", Default: i == 0}); err != nil {
			return err
		}
	}
	if c.Identity != "" && !found {
		return rt.WriteError(record(&engine.NotFoundError{Kind: engine.KindRecipient, Name: c.Identity}, c.Identity))
	}
	return nil
}
