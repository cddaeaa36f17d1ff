package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const (
	journeyTime = 2 * time.Minute
	patience    = 20 * time.Second
)

type step = chromedp.Action[chromedp.Void]

// visitor is a person at a browser.
type visitor struct {
	t   *testing.T
	ctx context.Context
	url string

	mu       sync.Mutex
	troubles []chromedp.ConsoleMessage
}

// visit opens a browser for one test, and fails it if the console complains.
func visit(t *testing.T, url string) *visitor {
	t.Helper()
	browser := browserPath()
	if browser == "" {
		missing(t, "no Chromium or Chrome on this machine")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser),
		chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("lang", "en-GB"),
		chromedp.WindowSize(1280, 900),
	)
	ctx, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(ctx)
	ctx, stopClock := context.WithTimeout(ctx, journeyTime)
	v := &visitor{t: t, ctx: ctx, url: url}

	console := chromedp.Console(ctx)
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		for message, err := range console {
			if err != nil {
				return
			}
			v.hear(message)
		}
	}()
	t.Cleanup(func() {
		stopClock()
		stopBrowser()
		stopAllocator()
		<-heard
		for _, trouble := range v.troubles {
			t.Errorf("browser console: %s %s", trouble, trouble.URL)
		}
	})
	return v
}

func browserPath() string {
	for _, name := range []string{os.Getenv("CHROME_BIN"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func (v *visitor) hear(m chromedp.ConsoleMessage) {
	switch m.Type {
	case chromedp.ConsoleError, chromedp.ConsoleWarning, chromedp.ConsoleException:
		v.mu.Lock()
		defer v.mu.Unlock()
		v.troubles = append(v.troubles, m)
	}
}

// forgive drops complaints that contain text: those a test causes on purpose.
func (v *visitor) forgive(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	kept := v.troubles[:0]
	for _, trouble := range v.troubles {
		if !strings.Contains(trouble.Text, text) {
			kept = append(kept, trouble)
		}
	}
	v.troubles = kept
}

func (v *visitor) do(what string, steps ...step) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, steps...); err != nil {
		v.shot("failed-" + strings.ReplaceAll(v.t.Name(), "/", "-"))
		v.t.Fatalf("%s: %v", what, err)
	}
}

// ask evaluates JavaScript in the page.
func ask[T any](v *visitor, expression string) T {
	v.t.Helper()
	answer, err := chromedp.Run(v.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		v.t.Fatalf("%s: %v", expression, err)
	}
	return answer
}

func (v *visitor) text(selector string) string {
	v.t.Helper()
	s, err := chromedp.Run(v.ctx, chromedp.Text(chromedp.CSS(selector)))
	if err != nil {
		v.t.Fatalf("read %s: %v", selector, err)
	}
	return strings.TrimSpace(s)
}

func click(selector string) step { return chromedp.Click(chromedp.CSS(selector)) }

func seen(selector string) step { return chromedp.WaitVisible(chromedp.CSS(selector)) }

func gone(selector string) step { return chromedp.WaitNotPresent(chromedp.CSS(selector)) }

// open goes to a path and waits for the page and its charts.
func (v *visitor) open(path string) {
	v.t.Helper()
	v.do("open "+path, chromedp.Navigate(v.url+path), seen("h1"))
	v.settle()
}

// settle waits until nothing is loading and every chart is drawn.
func (v *visitor) settle() {
	v.t.Helper()
	v.until("the page is drawn", `document.querySelector('h1') !== null && document.querySelector('.skeleton') === null &&
		document.querySelector('[aria-busy=true]') === null &&
		[...document.querySelectorAll('.chart')].every((c) => c.querySelector('svg') !== null)`)
}

// until waits for a JavaScript condition.
func (v *visitor) until(what, condition string) {
	v.t.Helper()
	v.do("wait until "+what, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(patience)))
}

// look sets the width of the window and the colours of the system.
func (v *visitor) look(width int64, colours string) {
	v.t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}}
	v.do("resize", chromedp.EmulateViewport(width, 900))
	if _, err := chromedp.Call(v.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		v.t.Fatal(err)
	}
}

// shot keeps a picture of the whole page.
func (v *visitor) shot(name string) {
	picture, err := chromedp.Run(v.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		v.t.Logf("no picture of %s: %v", name, err)
		return
	}
	if err := os.MkdirAll("shots", 0o755); err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("shots", name+".png"), picture, 0o644); err != nil {
		v.t.Fatal(err)
	}
}
