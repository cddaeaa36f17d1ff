package servertest

import (
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// become runs a command as another user, and has it end with this process
// even where nothing can be cleaned up.
func become(c *exec.Cmd, as *user.User) {
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if as == nil {
		return
	}
	uid, _ := strconv.ParseUint(as.Uid, 10, 32)
	gid, _ := strconv.ParseUint(as.Gid, 10, 32)
	c.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}
