#!/usr/bin/python3
"""HID devices for chosen programs, with no kernel help, no VM and no root: umockdev stands between a program and /dev,
/sys and libudev (LD_PRELOAD), so that the real node-hid lists, opens and reads scanners that are not there.

  /usr/bin/python3 mock-devices.py

Says first, as a line of JSON, what belongs into the environment of a program that is to see the devices. Then takes
commands as lines of JSON on stdin, and answers each with a line, `id` and all; ends with stdin.

  {"do": "plug", "device": NAME, "is": "hid", "vendor": N, "product": N, "name": "…", "serial": "…",
   "descriptor": HEX or null}            null: a kernel that does not tell what is in its reports
  {"do": "plug", "device": NAME, "is": "printer"}
  {"do": "unplug", "device": NAME}
  {"do": "send", "device": NAME, "reports": [HEX, …], "gapMs": N, "wait": BOOL}
        answers when the reports were read, with the moment (ms, CLOCK_MONOTONIC) before each was written; what nobody
        has open gets nothing, as in the kernel. wait: false does not wait for the reader at all, as a flood does not
  {"do": "opened"}                       how often each device was opened since it came, and whether it is now

What is under the scanner is a pseudo-terminal, so reports are a stream of bytes there: two that were written before the
first was read would come as one. Each is therefore written when the one before has been read.
"""
import ctypes
import json
import os
import select
import struct
import sys
import tempfile
import time

import gi
gi.require_version('UMockdev', '1.0')
from gi.repository import UMockdev

# A reader that takes longer than this for one report hangs.
READ_WITHIN_S = 5

HUB = '/devices/pci0000:00/0000:00:14.0/usb1'
IN_ACCESS, IN_OPEN, IN_CLOSE = 0x01, 0x20, 0x18

libc = ctypes.CDLL(None, use_errno=True)


class Watch:
    """Counts who opens, closes and reads a file (inotify)."""

    def __init__(self):
        self.fd = libc.inotify_init1(os.O_NONBLOCK)
        self.counts = {}

    def add(self, path):
        number = libc.inotify_add_watch(self.fd, path.encode(), IN_ACCESS | IN_OPEN | IN_CLOSE)
        if number < 0:
            raise OSError(ctypes.get_errno(), 'inotify_add_watch', path)
        self.counts[number] = {IN_ACCESS: 0, IN_OPEN: 0, IN_CLOSE: 0}
        return number

    def of(self, number):
        try:
            events = os.read(self.fd, 65536)
        except BlockingIOError:
            events = b''
        at = 0
        while at < len(events):
            watched, mask, _, length = struct.unpack_from('iIII', events, at)
            at += 16 + length
            for kind in self.counts.get(watched, ()):
                self.counts[watched][kind] += mask & kind != 0
        return self.counts[number]

    def wait(self, within_s):
        select.select([self.fd], [], [], within_s)


class Device:
    """What is at one socket of the hub, plugged in."""

    def __init__(self, rig, socket, about):
        self.rig, self.about = rig, about
        self.usb = f'{HUB}/1-{socket}'
        self.added = []
        if about['is'] == 'printer':
            self.vendor, self.product, name, serial = 0x04B8, 0x0E28, 'Mock receipt printer', 'PRN1'
        else:
            self.vendor, self.product, name, serial = about['vendor'], about['product'], about['name'], about['serial']
        self.add(self.usb, f'''E: DEVTYPE=usb_device
E: SUBSYSTEM=usb
A: idVendor={self.vendor:04x}\\n
A: idProduct={self.product:04x}\\n
A: bcdDevice=0100\\n
A: manufacturer=Mock Instruments\\n
A: product={name}\\n
A: serial={serial}\\n
''')
        self.interface = f'{self.usb}/1-{socket}:1.0'
        self.add(self.interface, 'E: DEVTYPE=usb_interface\nE: SUBSYSTEM=usb\nA: bInterfaceNumber=00\n')
        if about['is'] == 'printer':
            self.add_node('usb/lp0', f'{self.interface}/usbmisc/lp0', 'usbmisc', '180:0')
        else:
            self.add_hid(name, serial)

    def add_hid(self, name, serial):
        descriptor = self.about['descriptor']
        number = self.rig.next_hidraw()
        # The kernel counts them too: the name is unique on the bus.
        hid = f'{self.interface}/0003:{self.vendor:04X}:{self.product:04X}.{number + 1:04X}'
        says = '' if descriptor is None else f'H: report_descriptor={descriptor.upper()}\n'
        self.add(hid, f'''E: DRIVER=hid-generic
E: HID_ID=0003:0000{self.vendor:04X}:0000{self.product:04X}
E: HID_NAME={name}
E: HID_PHYS=usb-{self.usb}/input0
E: HID_UNIQ={serial}
E: SUBSYSTEM=hid
{says}''')
        self.add_node(f'hidraw{number}', f'{hid}/hidraw/hidraw{number}', 'hidraw', f'240:{number}')
        if descriptor is not None:
            self.load_ioctl(f'/dev/hidraw{number}', descriptor.upper())

    def add(self, path, lines):
        self.rig.testbed.add_from_string(f'P: {path}\n{lines}\n')
        self.added.insert(0, path)

    def add_node(self, node, path, subsystem, number):
        major, minor = number.split(':')
        link = 'L: device=../../../' + os.path.basename(os.path.dirname(os.path.dirname(path))) + '\n'
        self.add(path, f'N: {node}\nE: DEVNAME=/dev/{node}\nE: MAJOR={major}\nE: MINOR={minor}\n'
                       f'E: SUBSYSTEM={subsystem}\nA: dev={number}\\n\n{link}')
        self.node = node
        self.ours = self.rig.testbed.get_dev_fd(f'/dev/{node}')
        theirs = os.readlink(os.path.join(self.rig.testbed.get_root_dir(), 'dev', node))
        self.note = theirs.replace('/', '_')
        self.watch = self.rig.watch.add(theirs)

    def load_ioctl(self, node, descriptor):
        size = len(descriptor) // 2
        length = size.to_bytes(4, 'little').hex().upper()
        rest = '00' * (4096 - size)
        with tempfile.NamedTemporaryFile('w', suffix='.ioctl') as file:
            file.write(f'@DEV {node}\nHIDIOCGRDESCSIZE 0 {length}\nHIDIOCGRDESC 0 {length}{descriptor}{rest}\n')
            file.flush()
            self.rig.testbed.load_ioctl(node, file.name)

    def unplug(self):
        testbed = self.rig.testbed
        for path in self.added:
            testbed.remove_device('/sys' + path)
        os.close(self.ours)  # an open reader now gets an error, as it does from the kernel
        # umockdev 0.17 keeps its note of the terminal, and refuses the next device that gets the same one.
        note = os.path.join(testbed.get_root_dir(), 'dev', '.ptymap', self.note)
        if os.path.lexists(note):
            os.unlink(note)

    def opened(self):
        counts = self.rig.watch.of(self.watch)
        return {'times': counts[IN_OPEN], 'now': counts[IN_OPEN] > counts[IN_CLOSE]}

    def times_read(self):
        return self.rig.watch.of(self.watch)[IN_ACCESS]

    def send(self, reports, gap_ms, wait):
        if not self.opened()['now']:
            return {'unheard': True, 'at': []}
        at = []
        for report in reports:
            before = self.times_read()
            at.append(time.monotonic_ns() / 1e6)
            os.write(self.ours, bytes.fromhex(report))
            if wait:
                self.until_read(before)
            if gap_ms > 0:
                time.sleep(gap_ms / 1e3)
        return {'unheard': False, 'at': at}

    def until_read(self, before):
        ends_at = time.monotonic() + READ_WITHIN_S
        while self.times_read() == before:
            if time.monotonic() > ends_at:
                raise TimeoutError('the report was not read')
            self.rig.watch.wait(READ_WITHIN_S)


class Rig:
    def __init__(self):
        self.testbed = UMockdev.Testbed.new()
        self.watch = Watch()
        self.devices = {}
        self.sockets = {}
        # Each plug gets a node of its own: umockdev 0.17 cannot take one up again.
        self.hidraws = -1

    def environment(self):
        return {'UMOCKDEV_DIR': self.testbed.get_root_dir(), 'LD_PRELOAD': 'libumockdev-preload.so.0'}

    def next_hidraw(self):
        self.hidraws += 1
        return self.hidraws

    def plug(self, about):
        name = about['device']
        if name in self.devices:
            raise ValueError('it is plugged in')
        socket = self.sockets.setdefault(name, len(self.sockets) + 1)
        device = self.devices[name] = Device(self, socket, about)
        return {'node': f'/dev/{device.node}'}

    def do(self, command):
        do = command['do']
        if do == 'plug':
            return self.plug(command)
        if do == 'opened':
            return {'devices': {name: device.opened() for name, device in self.devices.items()}}
        device = self.devices[command['device']]
        if do == 'unplug':
            device.unplug()
            del self.devices[command['device']]
            return {}
        if do == 'send':
            return device.send(command['reports'], command.get('gapMs', 0), command.get('wait', True))
        raise ValueError(f'{do} is no command')


def main():
    rig = Rig()
    say({'environment': rig.environment()})
    for line in sys.stdin:
        command = json.loads(line)
        try:
            say({'id': command['id'], **rig.do(command)})
        except Exception as why:
            say({'id': command['id'], 'refused': f'{type(why).__name__}: {why}'})


def say(answer):
    print(json.dumps(answer), flush=True)


main()
